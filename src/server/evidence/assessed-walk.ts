import type { WalkAssessment } from '../../domain/checks/assessment.ts'

/** An assessment as it is stored: with the version of the reference line it was made against. */
export interface AssessedWalk extends WalkAssessment {
  /** Absent when the walk names no trail, or one that is not there. */
  readonly trailVersion?: number
}
