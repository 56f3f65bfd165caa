import type { WalkAssessment } from '../../domain/checks/assessment.ts'
import type { WalkedTrail } from '../../domain/checks/assess-walk.ts'
import type { PackedTrack } from '../../domain/geo/packed-track.ts'
import type { AboutWalk, WrittenWalk } from '../../domain/observation/write-walk.ts'
import { createWorkerClient } from './worker-client.ts'
import type { PackedWalk } from './packed-walk.ts'

export interface WalkChecked {
  readonly track: PackedTrack
  /** `null` when the checks could not run here; the server runs them anyway. */
  readonly assessment: WalkAssessment | null
}

export interface ChecksWorker {
  /** Starts it, so that it is there when the walk has been read. */
  readonly warmUp: () => void
  readonly check: (walk: PackedWalk, trail: WalkedTrail | null) => Promise<WalkChecked>
  readonly write: (walk: PackedWalk, about: AboutWalk) => Promise<WrittenWalk>
}

/** Longer than any walk needs on a slow phone; then the server's checks have to do. */
const PATIENCE_MS = 30_000

/**
 * Asks the worker, which is given a copy of the fixes: whatever becomes of it, the walk is still here.
 * When it cannot run or does not come back, the walk is still a track and is written here: nothing that
 * fails stops a walk from being sent.
 */
export function createChecksWorker(start: () => Worker, nowMs: () => number): ChecksWorker {
  const { ask, warmUp } = createWorkerClient<WalkChecked & { readonly written: WrittenWalk }>(
    start,
    PATIENCE_MS,
  )
  return {
    warmUp,
    async check(walk, trail) {
      try {
        const { track, assessment } = await ask({ kind: 'check', walk, trail, nowMs: nowMs() })
        return { track, assessment }
      } catch {
        const { trackHere } = await import('./checks-fallback.ts')
        return { track: trackHere(walk), assessment: null }
      }
    },
    async write(walk, about) {
      try {
        return (await ask({ kind: 'write', walk, about })).written
      } catch {
        const { writeHere } = await import('./checks-fallback.ts')
        return writeHere(walk, about)
      }
    },
  }
}
