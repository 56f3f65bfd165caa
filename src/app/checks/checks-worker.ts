import type { WalkedTrail } from '../../domain/checks/assess-walk.ts'
import type { FixFile } from '../../domain/observation/fix-file.ts'
import { trackOfFixFile } from '../../domain/observation/track-of-fix-file.ts'
import { askWorker } from '../ask-worker.ts'
import type { WalkChecked } from './checks-ports.ts'

export interface ChecksWorker {
  /** A walk is its fix file: what the phone heard, and what other recorders filled in. */
  readonly check: (file: FixFile, trail: WalkedTrail | null) => Promise<WalkChecked>
}

/** Longer than any walk needs on a slow phone; then the server's checks have to do. */
const PATIENCE_MS = 30_000

/**
 * Asks the worker. When it cannot run or does not come back, the walk is still a track: nothing that
 * fails here stops a walk from being sent.
 */
export function createChecksWorker(start: () => Worker, nowMs: () => number): ChecksWorker {
  const ask = askWorker<WalkChecked>(start, PATIENCE_MS)
  return {
    async check(file, trail) {
      try {
        const { track, assessment } = await ask({ file, trail, nowMs: nowMs() })
        return { track, assessment }
      } catch {
        return { track: trackOfFixFile(file), assessment: null }
      }
    },
  }
}
