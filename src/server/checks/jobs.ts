import type { Position } from 'geojson'
import type { WalkedTrail } from '../../domain/checks/assess-walk.ts'
import type { TrailToCheck } from '../../domain/checks/check-trail.ts'
import type { WalksAssessment } from '../../domain/checks/check-walks.ts'
import type { Finding } from '../../domain/checks/finding.ts'
import type { WalkAssessment } from '../../domain/checks/assessment.ts'
import type { RescueOutcome } from '../../domain/formats/open-rescue.ts'
import type { ReadOutcome } from '../../domain/formats/parsed-file.ts'
import type { FixFile } from '../../domain/observation/fix-file.ts'

/** One of several walks of a trail, raw. */
export interface JointWalk {
  readonly id: string
  /** What the office knows its author by. */
  readonly name?: string
  readonly contributor: string
  readonly file: FixFile
}

/** What the worker thread is asked to do. Plain data both ways. */
export type Job =
  | {
      readonly kind: 'assess-walk'
      readonly file: FixFile
      /** `null` for a walk that names no trail. */
      readonly trail: WalkedTrail | null
      readonly nowMs: number
    }
  | { readonly kind: 'check-line'; readonly trail: TrailToCheck }
  | {
      readonly kind: 'check-walks'
      readonly line: readonly Position[]
      readonly walks: readonly JointWalk[]
    }
  | { readonly kind: 'read-file'; readonly bytes: Uint8Array }
  | { readonly kind: 'open-rescue'; readonly bytes: Uint8Array }

interface Results {
  'assess-walk': WalkAssessment
  'check-line': readonly Finding[]
  'check-walks': WalksAssessment
  'read-file': ReadOutcome
  'open-rescue': RescueOutcome
}
export type JobResult<J extends Job> = Results[J['kind']]

export interface JobRequest {
  readonly id: number
  readonly job: Job
}
export type JobReply =
  | { readonly id: number; readonly result: Results[Job['kind']] }
  | { readonly id: number; readonly error: string }
