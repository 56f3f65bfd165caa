import type { Comparison } from '../geo/comparison.ts'
import type { Figure } from '../geo/figure.ts'
import type { Finding } from './finding.ts'

/** What the phone shows at the end of a walk, and what the server computes again, byte for byte. */
export interface WalkAssessment {
  /** Version of the thresholds that were used. */
  readonly rules: string
  readonly lengthM: Figure
  readonly movingS: Figure
  readonly elapsedS: number
  readonly ascentM: Figure | null
  readonly descentM: Figure | null
  readonly comparison: Comparison | null
  readonly findings: readonly Finding[]
}
