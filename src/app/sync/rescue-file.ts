import { strToU8, zipSync, type Zippable } from 'fflate'
import { writeGpx } from '../../domain/formats/write-gpx.ts'
import type { GapMarker } from '../../domain/geo/fix.ts'
import { writeFixFile, type RecordedFix } from '../../domain/observation/fix-file.ts'
import { trackOfFixFile } from '../../domain/observation/track-of-fix-file.ts'
import { isVoiceMediaType, VOICE_EXTENSIONS } from '../../domain/observation/voice.ts'
import { blobsOfDraft } from '../storage/draft-blobs.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import type { BlobRow, Draft, StoredFix, Walk, WalkEvent } from '../storage/rows.ts'

/** What only other stages know, handed in by `services/rescue.ts`. */
export interface RescueParts {
  readonly fixesOf: (stored: readonly StoredFix[]) => readonly RecordedFix[]
  readonly gapsOf: (
    fixes: readonly StoredFix[],
    events: readonly WalkEvent[],
  ) => readonly GapMarker[]
  /** A kept draft as the observation it would become; `null` when it is not complete. */
  readonly observationOf: (draft: Draft) => unknown
}

const PLAIN = { level: 6 } as const
/** Photos, voices and archives do not get smaller. */
const STORED = { level: 0 } as const

/**
 * Everything that is on this phone, in one ZIP (promise P23): walks as GPX and as raw fixes, every
 * record with the bytes it is sent with, drafts, photos, voices, what could not be read, and a journal.
 */
export async function rescueFile(
  storage: PhoneStorage,
  parts: RescueParts,
  made: { readonly device: string | null; readonly atMs: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const files: Zippable = {}
  const walks = await storage.walks.all()
  for (const walk of walks) await addWalk(files, walk, storage, parts)
  const drafts = await storage.drafts.all()
  const items = await storage.outbox.all()
  const features: unknown[] = []
  for (const { id } of items) {
    const bytes = await storage.outbox.bytes(id)
    if (!bytes) continue
    files[`records/${id}.json`] = [new Uint8Array(bytes), PLAIN]
    features.push(parsed(bytes))
  }
  for (const draft of drafts) {
    const observation = parts.observationOf(draft)
    if (observation) features.push(observation)
  }
  const names = [...items.flatMap(({ blobs }) => blobs), ...drafts.flatMap(blobsOfDraft)].map(
    ({ sha256 }) => sha256,
  )
  for (const sha256 of new Set(names)) await addBlob(files, sha256, storage)
  const quarantine = await storage.quarantine.all()
  for (const row of quarantine) addQuarantined(files, row.id, row.raw)
  const collection = { type: 'FeatureCollection', features: features.filter(Boolean) }
  files['observations.geojson'] = text(collection)
  files['jalon.json'] = text({
    format: 'jalon-rescue',
    version: 1,
    device: made.device,
    madeAt: new Date(made.atMs).toISOString(),
  })
  files['journal.json'] = text({
    walks,
    drafts,
    outbox: items,
    quarantine: quarantine.map(({ raw: _raw, ...row }) => row),
  })
  return zipSync(files)
}

async function addWalk(
  files: Zippable,
  walk: Walk,
  { fixes: log, repairs: filled }: PhoneStorage,
  { fixesOf, gapsOf }: RescueParts,
): Promise<void> {
  const stored = await log.ofWalk(walk.id)
  if (stored.length === 0) return
  const fixes = fixesOf(stored)
  const gaps = gapsOf(stored, await log.eventsOf(walk.id))
  const repairs = (await filled.ofWalk(walk.id)).map(({ repair }) => repair)
  const file = { fixes, gaps, repairs }
  files[`walks/${walk.id}.fixes.json`] = [strToU8(writeFixFile(file)), PLAIN]
  const name = walk.trailName ?? walk.id
  const line = { name, track: trackOfFixFile(file) }
  const gpx = writeGpx({ name, tracks: [line], routes: [], waypoints: [] }, { times: true })
  files[`walks/${walk.id}.gpx`] = [strToU8(gpx), PLAIN]
}

async function addBlob(
  files: Zippable,
  sha256: string,
  { blobs, thumbs }: PhoneStorage,
): Promise<void> {
  const blob = await blobs.get(sha256)
  if (!blob) {
    // Safe on the server: its small picture is what is left here.
    const thumb = await thumbs.get(sha256)
    if (thumb) files[`photos/${sha256}-petite.jpg`] = [new Uint8Array(thumb.bytes), STORED]
    return
  }
  const name = fileName(blob)
  files[name] = [new Uint8Array(blob.bytes), name.startsWith('blobs/') ? PLAIN : STORED]
}

/** As people can open it; `domain/formats/open-rescue.ts` reads the same names. */
function fileName({ sha256, mediaType }: BlobRow): string {
  if (mediaType === 'image/jpeg') return `photos/${sha256}.jpg`
  return isVoiceMediaType(mediaType)
    ? `voices/${sha256}.${VOICE_EXTENSIONS[mediaType]}`
    : `blobs/${sha256}`
}

/** What could not be read goes in as it is: the bytes of a file, or the row. */
function addQuarantined(files: Zippable, id: string, raw: unknown): void {
  const safe = id.replace(/[^\w-]/g, '-')
  const bytes = (raw as { bytes?: unknown } | null)?.bytes
  files[`quarantine/${safe}`] =
    bytes instanceof ArrayBuffer ? [new Uint8Array(bytes), STORED] : text(raw)
}

function text(value: unknown): [Uint8Array, typeof PLAIN] {
  return [strToU8(JSON.stringify(value, null, 1)), PLAIN]
}

function parsed(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
