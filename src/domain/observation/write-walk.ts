import { FIX_FILE_MEDIA_TYPE, writeFixFile, type FixFile } from './fix-file.ts'
import type { RecorderName } from '../geo/fix.ts'
import { rolloverMs } from '../geo/fix-clock.ts'
import { blobsOf, SCHEMA_VERSION, type BlobReference, type Observation } from './observation.ts'
import { parseObservation } from './parse-observation.ts'
import { trackGeometry } from './track-geometry.ts'
import { trackOfFixFile } from './track-of-fix-file.ts'

/** What is known of a walk besides its fixes. */
export interface AboutWalk {
  /** The walk's id is its track's. */
  readonly id: string
  readonly territory: string
  readonly device: string
  readonly trail?: string
  readonly source: 'recorder' | 'import'
  readonly recordedBy?: RecorderName
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly createdAtMs: number
}

/** What the domain does not have: bytes and their hash. */
export interface ByteWriter {
  readonly utf8: (text: string) => ArrayBuffer
  readonly sha256: (bytes: ArrayBuffer) => Promise<string>
}

/** A walk as it travels: the raw fixes, and the record of the track that names them. */
export interface WrittenWalk {
  readonly fixes: {
    readonly sha256: string
    readonly mediaType: string
    readonly bytes: ArrayBuffer
  }
  /** UTF-8 JSON of the observation of kind `track`. */
  readonly record: ArrayBuffer
  /** What the record names. */
  readonly blobs: readonly BlobReference[]
}

/**
 * Writes a walk: its raw fixes as a file, and its track as a record. The same walk gives the same bytes.
 * Takes some 100 ms for four hours: meant for a worker.
 */
export async function writeWalk(
  file: FixFile,
  about: AboutWalk,
  { utf8, sha256 }: ByteWriter,
): Promise<WrittenWalk> {
  const bytes = utf8(writeFixFile(file))
  const blob = {
    sha256: await sha256(bytes),
    bytes: bytes.byteLength,
    mediaType: FIX_FILE_MEDIA_TYPE,
  }
  const observation = trackRecord(file, blob, about)
  const { mediaType } = blob
  return {
    fixes: { sha256: blob.sha256, mediaType, bytes },
    record: utf8(JSON.stringify(observation)),
    blobs: blobsOf(observation),
  }
}

function trackRecord(file: FixFile, blob: BlobReference, about: AboutWalk): Observation {
  const track = trackOfFixFile(file)
  const { coordinates, gaps, filled } = trackGeometry(track)
  // A first position remembered from another day starts no walk.
  const [firstMs, lastMs] = [track.segments[0]?.[0]?.atMs, track.segments.at(-1)?.at(-1)?.atMs]
  const toIso = (atMs: number) => new Date(atMs + rolloverMs(atMs, about.createdAtMs)).toISOString()
  const { recordedBy, trail } = about
  const parsed = parseObservation({
    type: 'Feature',
    id: about.id,
    geometry: { type: 'MultiLineString', coordinates },
    properties: {
      schema: SCHEMA_VERSION,
      territory: about.territory,
      walk: about.id,
      device: about.device,
      createdAt: new Date(about.createdAtMs).toISOString(),
      ...(trail ? { trail } : {}),
      kind: 'track',
      source: about.source,
      startedAt: toIso(firstMs ?? about.startedAtMs),
      endedAt: toIso(lastMs ?? about.endedAtMs),
      fixes: { ...blob, count: file.fixes.length },
      gaps,
      ...(filled.length > 0 ? { filled } : {}),
      ...(recordedBy ? { recordedBy } : {}),
    },
  })
  // What we made ourselves must be readable: anything else is a fault of this program.
  if (!parsed.ok) throw new Error(`writeWalk: ${parsed.code} ${parsed.field ?? ''}`)
  return parsed.observation
}
