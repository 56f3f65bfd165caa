import type { WalkedTrail } from '../../domain/checks/assess-walk.ts'
import { deriveTrack } from '../../domain/geo/derive-track.ts'
import type { GapMarker } from '../../domain/geo/fix.ts'
import type { RecordedFix } from '../../domain/observation/fix-file.ts'
import type { WalkChecked } from './checks-ports.ts'

export interface ChecksWorker {
  readonly check: (
    fixes: readonly RecordedFix[],
    gaps: readonly GapMarker[],
    trail: WalkedTrail | null,
  ) => Promise<WalkChecked>
}

/** Longer than any walk needs on a slow phone; then the server's checks have to do. */
const PATIENCE_MS = 30_000

/**
 * Asks the worker. When it cannot run or does not come back, the walk is still a track: nothing that
 * fails here stops a walk from being sent.
 */
export function createChecksWorker(start: () => Worker, nowMs: () => number): ChecksWorker {
  let worker: Worker | null = null
  let asked = 0
  return {
    async check(fixes, gaps, trail) {
      asked += 1
      const id = asked
      try {
        worker ??= start()
        return await ask(worker, { id, fixes, gaps, trail, nowMs: nowMs() })
      } catch {
        worker?.terminate()
        worker = null
        return { track: deriveTrack(fixes, gaps), assessment: null }
      }
    },
  }
}

interface Question {
  readonly id: number
  readonly fixes: readonly RecordedFix[]
  readonly gaps: readonly GapMarker[]
  readonly trail: WalkedTrail | null
  readonly nowMs: number
}

function ask(worker: Worker, question: Question): Promise<WalkChecked> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer)
      worker.removeEventListener('message', hear)
      worker.removeEventListener('error', fail)
    }
    const hear = ({ data }: MessageEvent<WalkChecked & { readonly id: number }>) => {
      if (data.id !== question.id) return
      done()
      resolve({ track: data.track, assessment: data.assessment })
    }
    const fail = () => {
      done()
      reject(new Error('the checks worker failed'))
    }
    const timer = setTimeout(fail, PATIENCE_MS)
    worker.addEventListener('message', hear)
    worker.addEventListener('error', fail)
    worker.postMessage(question)
  })
}
