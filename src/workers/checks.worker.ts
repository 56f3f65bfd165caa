import { assessWalk, type WalkedTrail } from '../domain/checks/assess-walk.ts'
import type { WalkAssessment } from '../domain/checks/assessment.ts'
import { deriveTrack, type TimedFix } from '../domain/geo/derive-track.ts'
import type { GapMarker, Track } from '../domain/geo/fix.ts'

declare const self: DedicatedWorkerGlobalScope

interface Question {
  readonly id: number
  readonly fixes: readonly TimedFix[]
  readonly gaps: readonly GapMarker[]
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
  const { id, fixes, gaps, trail, nowMs } = data
  const track = deriveTrack(fixes, gaps)
  const reply: Reply = { id, track, assessment: assessWalk(track, trail, { nowMs }) }
  self.postMessage(reply)
})
