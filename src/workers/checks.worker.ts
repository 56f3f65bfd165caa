import { assessWalk, type WalkedTrail } from '../domain/checks/assess-walk.ts'
import type { WalkAssessment } from '../domain/checks/assessment.ts'
import type { Track } from '../domain/geo/fix.ts'
import type { FixFile } from '../domain/observation/fix-file.ts'
import { trackOfFixFile } from '../domain/observation/track-of-fix-file.ts'

declare const self: DedicatedWorkerGlobalScope

interface Question {
  readonly id: number
  readonly file: FixFile
  readonly trail: WalkedTrail | null
  readonly nowMs: number
}
interface Reply {
  readonly id: number
  readonly track: Track
  readonly assessment: WalkAssessment
}

/** Runs the domain's checks beside the page, so that the page never stops. No logic of its own. */
self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  const { id, file, trail, nowMs } = data
  const track = trackOfFixFile(file)
  const reply: Reply = { id, track, assessment: assessWalk(track, trail, { nowMs }) }
  self.postMessage(reply)
})
