import type { FileUseless, Recording } from '../../domain/checks/read-recording.ts'
import type { RepairProposal } from '../../domain/checks/propose-repair.ts'
import { LARGEST_FILE_BYTES } from '../../domain/formats/parsed-file.ts'
import type { PackedTrack } from '../../domain/geo/packed-track.ts'
import { createWorkerClient } from './worker-client.ts'

/** What another recorder's file could fill: shown first, kept only when the walker says so. */
export type RepairOffer = Extract<RepairProposal, { ok: true }>
/** A file could not be read, and the reader itself cannot say why. */
export interface NotRead {
  readonly ok: false
  readonly why: 'not-read'
}

/** Files of watches and other apps, read beside the page. The file stays with the person: nothing of it is kept here. */
export interface FilesWorker {
  readonly readWalk: (file: File) => Promise<Recording | FileUseless | NotRead>
  readonly readRepair: (
    file: File,
    track: PackedTrack,
  ) => Promise<RepairOffer | FileUseless | NotRead>
}

/** A large file on a slow phone. */
const PATIENCE_MS = 60_000

export function createFilesWorker(start: () => Worker): FilesWorker {
  const { ask } = createWorkerClient<{ readonly answer: unknown }>(start, PATIENCE_MS)
  async function read<T>(
    file: File,
    track: PackedTrack | null,
  ): Promise<T | FileUseless | NotRead> {
    // Refused before its bytes are in memory: a phone has little.
    if (file.size > LARGEST_FILE_BYTES) return { ok: false, refusal: { code: 'too-big' } }
    try {
      const bytes = await file.arrayBuffer()
      const { answer } = await ask({ bytes, fileName: file.name, track }, [bytes])
      return answer as T | FileUseless
    } catch {
      return { ok: false, why: 'not-read' }
    }
  }
  return {
    readWalk: (file) => read<Recording>(file, null),
    readRepair: (file, track) => read<RepairOffer>(file, track),
  }
}
