import { readRecording, readRepair } from '../domain/checks/read-recording.ts'
import { unpackTrack, type PackedTrack } from '../domain/geo/packed-track.ts'

declare const self: DedicatedWorkerGlobalScope

interface Question {
  readonly id: number
  readonly bytes: ArrayBuffer
  readonly fileName: string
  /** The walk whose holes are to be filled; `null` when the file is to be a walk of its own. */
  readonly track: PackedTrack | null
}

/** Reads files beside the page: a long one must not stop a screen. No logic of its own. */
self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  const { id, fileName, track } = data
  const bytes = new Uint8Array(data.bytes)
  const answer = track
    ? readRepair(bytes, fileName, unpackTrack(track))
    : readRecording(bytes, fileName)
  self.postMessage({ id, answer })
})
