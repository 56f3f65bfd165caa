import { BLOB_LIMIT_BYTES } from '../../contract/protocol.ts'
import { RESCUE_LIMITS, type RescueRefusal } from '../../contract/rescue.ts'
import { BadArchive, unzipEntries, zipEntries } from '../../domain/formats/unzip.ts'
import { SHA_256 } from '../../domain/observation/ids.ts'

/** A rescue file, opened as far as it is safe: records at once, each other file when it is asked for. */
export interface OpenRescue {
  readonly madeAt?: string
  /** Records as they would be pushed; what is no JSON is its own text. */
  readonly records: readonly unknown[]
  /** Photos, voices and raw fixes, by the hash their names claim. */
  readonly blobs: readonly { readonly sha256: string; readonly bytes: () => Uint8Array | null }[]
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
 * Opens the ZIP that a phone wrote (promise P23). The sizes in an archive's table are its own word: they
 * are added up before anything is unfolded, and a lie makes unfolding fail, for the room is made beforehand.
 */
export function openRescue(bytes: Uint8Array): RescueOutcome {
  try {
    return { ok: true, rescue: open(bytes) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, why: error.why }
    if (error instanceof BadArchive) return { ok: false, why: 'bad-archive' }
    throw error
  }
}

function open(bytes: Uint8Array): OpenRescue {
  const names = namesIn(bytes)
  const told = names.filter((name) => name === CARD || name === OBSERVATIONS || RECORD.test(name))
  const inside = unzipEntries(bytes, new Set(told))
  const card = parsed(inside[CARD])
  if (!isRecord(card) || card['format'] !== 'jalon-rescue') throw new Refused('not-a-rescue')
  if (card['version'] !== 1) throw new Refused('newer-version')
  const sent = Object.keys(inside)
    .filter((name) => RECORD.test(name))
    .sort()
    .map((name) => parsed(inside[name]))
  const blobs = names.flatMap((name) => {
    const [, photo, voice, blob] = BLOB.exec(name) ?? []
    const sha256 = photo ?? voice ?? blob ?? ''
    if (!SHA_256.test(sha256)) return []
    return [{ sha256, bytes: () => unfolded(bytes, name) }]
  })
  const { madeAt } = card
  return {
    records: [...sent, ...draftsIn(inside[OBSERVATIONS], sent)],
    blobs,
    ...(typeof madeAt === 'string' ? { madeAt: madeAt.slice(0, 40) } : {}),
  }
}

/** One file, or `null` when it cannot be unfolded: the others are still good. */
function unfolded(bytes: Uint8Array, name: string): Uint8Array | null {
  try {
    return unzipEntries(bytes, new Set([name]))[name] ?? null
  } catch (error) {
    if (error instanceof BadArchive) return null
    throw error
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
  if (RECORD.test(name)) return RESCUE_LIMITS.recordBytes
  return BLOB.test(name) ? BLOB_LIMIT_BYTES : RESCUE_LIMITS.unfoldedBytes
}

/** Notes that were kept on the phone and not queued yet: in the collection, but not among the records. */
function draftsIn(bytes: Uint8Array | undefined, sent: readonly unknown[]): readonly unknown[] {
  const collection = parsed(bytes)
  const features = isRecord(collection) ? collection['features'] : null
  if (!Array.isArray(features)) return []
  const known = new Set(sent.map((one) => (isRecord(one) ? one['id'] : undefined)))
  return features.filter((one) => !isRecord(one) || !known.has(one['id']))
}

function parsed(bytes: Uint8Array | undefined): unknown {
  if (!bytes) return null
  const text = new TextDecoder().decode(bytes)
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Kept aside as it is, like anything that cannot be read.
    return text
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
