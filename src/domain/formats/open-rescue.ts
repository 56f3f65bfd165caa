import { JSON_DEPTH_LIMIT } from '../observation/hostile-member.ts'
import { SHA_256, UUID_V7 } from '../observation/ids.ts'
import { elementsOf, jsonDepth, TooManyValues } from './json-slices.ts'
import { BadArchive, unzipEntries, zipEntries } from './unzip.ts'
import { isRecord } from '../observation/is-record.ts'

/** What a rescue file may hold at most: a phone full of walks, and nothing that fills a server. */
export const RESCUE_LIMITS = {
  fileBytes: 200_000_000,
  unfoldedBytes: 400_000_000,
  observationsBytes: 50_000_000,
  entries: 5_000,
  records: 20_000,
  recordBytes: 2_000_000,
  blobBytes: 25_000_000,
} as const

/** Why a file is no rescue file. Words: `desk.rescue.refusal.<reason>`. */
export type RescueRefusal = 'bad-archive' | 'archive-bomb' | 'not-a-rescue' | 'newer-version'

/** One record of a rescue file, as text: whoever takes it in parses it in its own time. */
export interface RescueRecord {
  readonly text: string
  /** `false`: no JSON, too deep, or a number beyond what a double holds; kept as text. */
  readonly isJson: boolean
  /** The phone that it says it was made on, when that is the id of a phone. */
  readonly device: string | null
}

/** What is inside a rescue file. Plain data: opened in a worker, handed over. */
export interface OpenRescue {
  readonly madeAt?: string
  readonly records: readonly RescueRecord[]
  /** Photos, voices and raw fixes: their entries in the archive, by the hash that their names claim. */
  readonly blobs: readonly { readonly sha256: string; readonly entry: string }[]
}

export type RescueOutcome =
  | { readonly ok: true; readonly rescue: OpenRescue }
  | { readonly ok: false; readonly why: RescueRefusal }

class Refused extends Error {
  readonly why: RescueRefusal
  constructor(why: RescueRefusal) {
    super(why)
    this.why = why
  }
}

const RECORD = /^records\/[\w-]{1,64}\.json$/
const BLOB = /^(?:photos\/(\w+)\.jpg|voices\/(\w+)\.(?:webm|m4a|ogg)|blobs\/(\w+))$/
const OBSERVATIONS = 'observations.geojson'
const CARD = 'jalon.json'

/**
 * Opens the ZIP that a phone wrote (promise P23), with bounds on size, count and depth. The sizes in an archive's
 * table are its own word: they are added up before anything is unfolded, and a lie makes unfolding fail, for the room
 * is made beforehand. Heavy for a large file: run in a worker.
 */
export function openRescue(bytes: Uint8Array): RescueOutcome {
  try {
    return { ok: true, rescue: open(bytes) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.why }
    if (error instanceof BadArchive) return { ok: false, why: 'bad-archive' }
    if (error instanceof TooManyValues) return { ok: false, why: 'archive-bomb' }
    throw error
  }
}

/** One file of the archive, or `null` when it cannot be unfolded: the others are still good. */
export function rescueEntry(bytes: Uint8Array, entry: string): Uint8Array | null {
  try {
    return unzipEntries(bytes, new Set([entry]))[entry] ?? null
  } catch (error) {
    if (error instanceof BadArchive) return null
    throw error
  }
}

function open(bytes: Uint8Array): OpenRescue {
  const names = namesIn(bytes)
  const told = names.filter((name) => name === CARD || name === OBSERVATIONS || RECORD.test(name))
  const inside = unzipEntries(bytes, new Set(told))
  const card = parsed(textOf(inside[CARD]))
  if (!isRecord(card) || card['format'] !== 'jalon-rescue') throw new Refused('not-a-rescue')
  if (card['version'] !== 1) throw new Refused('newer-version')
  const sent = Object.keys(inside)
    .filter((name) => RECORD.test(name))
    .sort()
    .map((name) => readRecord(textOf(inside[name])))
  const ids = new Set(sent.map(({ id }) => id))
  const drafts = draftsIn(textOf(inside[OBSERVATIONS])).filter(({ id }) => !id || !ids.has(id))
  const blobs = names.flatMap((entry) => {
    const [, photo, voice, blob] = BLOB.exec(entry) ?? []
    const sha256 = photo ?? voice ?? blob ?? ''
    return SHA_256.test(sha256) ? [{ sha256, entry }] : []
  })
  const { madeAt } = card
  return {
    records: [...sent, ...drafts].map(({ record }) => record),
    blobs,
    ...(typeof madeAt === 'string' ? { madeAt: madeAt.slice(0, 40) } : {}),
  }
}

/** The names inside, after a look at what they claim to weigh. */
function namesIn(bytes: Uint8Array): readonly string[] {
  const entries = zipEntries(bytes, RESCUE_LIMITS.entries)
  const isTooMuch = entries.some(({ name, size }) => size > mostOf(name))
  const unfolded = entries.reduce((sum, { size }) => sum + size, 0)
  if (isTooMuch || unfolded > RESCUE_LIMITS.unfoldedBytes || entries.length > RESCUE_LIMITS.entries)
    throw new Refused('archive-bomb')
  return entries.map(({ name }) => name)
}

/** What one entry may weigh. */
function mostOf(name: string): number {
  if (name === CARD || RECORD.test(name)) return RESCUE_LIMITS.recordBytes
  if (name === OBSERVATIONS) return RESCUE_LIMITS.observationsBytes
  return BLOB.test(name) ? RESCUE_LIMITS.blobBytes : RESCUE_LIMITS.unfoldedBytes
}

interface ReadRecord {
  readonly id: unknown
  readonly record: RescueRecord
}

/** Notes that were kept on the phone and not queued yet: in the collection, perhaps also among the records. */
function draftsIn(text: string): readonly ReadRecord[] {
  const elements = elementsOf(text, 'features', RESCUE_LIMITS.records) ?? []
  if (elements.some((one) => one.text.length > RESCUE_LIMITS.recordBytes))
    throw new Refused('archive-bomb')
  return elements.map((one) => readRecord(one.text, one.depth))
}

/** Looks at a record without building anything deep; what cannot be read is its own text. */
function readRecord(text: string, depth = jsonDepth(text)): ReadRecord {
  const value = depth > JSON_DEPTH_LIMIT ? undefined : finite(parsed(text))
  if (value === undefined) return { id: undefined, record: { text, isJson: false, device: null } }
  const id = isRecord(value) ? value['id'] : undefined
  const properties = isRecord(value) ? value['properties'] : undefined
  const device = isRecord(properties) ? properties['device'] : undefined
  const known = typeof device === 'string' && UUID_V7.test(device) ? device : null
  return { id, record: { text, isJson: true, device: known } }
}

/** `undefined` for what would be kept as `null`: a number that no double holds. */
function finite(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'object' || value === null) return value
  return Object.values(value).every((one) => finite(one) !== undefined) ? value : undefined
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes ? new TextDecoder('utf-8').decode(bytes) : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
