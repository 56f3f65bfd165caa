import type { Finding } from '../checks/finding.ts'
import type { IntervalM } from '../geo/interval.ts'

/** What one walk proves of one trail, whatever recorded it. */
export interface WalkEvidence {
  readonly observation: string
  /** Pending walks count for "in test", accepted ones for "ready". */
  readonly state: 'pending' | 'accepted' | 'refused'
  readonly testedAt: string
  /** The reference version that the walk was compared with. */
  readonly trailVersion: number
  readonly covered: readonly IntervalM[]
  readonly findings: readonly Finding[]
  readonly verdict?: 'conforme' | 'avec-reserves' | 'non-conforme'
}

/** All that is known of a trail beyond what has been decided. */
export interface TrailEvidence {
  readonly lengthM: number
  readonly walks: readonly WalkEvidence[]
  /** Findings on the reference line itself. */
  readonly lineFindings: readonly Finding[]
  /** Observations of this trail without an answer, tracks and tests included. */
  readonly undecided: number
  /** Open accepted reports that make it impassable. */
  readonly blockingReports: number
}

/** The share of a line that some intervals cover, counting every metre once. */
export function coveredShare(lengthM: number, intervals: readonly IntervalM[]): number {
  if (lengthM <= 0) return 0
  const sorted = [...intervals].sort((a, b) => a[0] - b[0])
  let coveredM = 0
  let reachedM = 0
  for (const [fromM, toM] of sorted) {
    const startM = Math.max(fromM, reachedM)
    if (toM > startM) {
      coveredM += toM - startM
      reachedM = toM
    }
  }
  return Math.min(1, coveredM / lengthM)
}
