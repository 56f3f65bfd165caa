import type { Finding } from '../checks/finding.ts'
import { mergeIntervals, totalLengthM, type IntervalM } from '../geo/interval.ts'
import type { Verdict } from '../observation/observation.ts'

/** What one walk proves of one trail, whatever recorded it. */
export interface WalkEvidence {
  readonly observation: string
  /** Pending walks count for "in test", accepted ones for "ready". */
  readonly state: 'pending' | 'accepted' | 'refused'
  /** When it was walked, as its phone says. */
  readonly testedAt: string
  /** When the server got it: no walk is younger than that, whatever its phone says (promise P14). */
  readonly receivedAt?: string
  /** The reference version that the walk was compared with. */
  readonly trailVersion: number
  /** Along that version, metres. */
  readonly covered: readonly IntervalM[]
  readonly findings: readonly Finding[]
  readonly verdict?: Verdict
}

/** One tap on "all clear": it renews the section it speaks of, and proves no more than that. */
export type AllClearEvidence = Pick<
  WalkEvidence,
  'observation' | 'state' | 'testedAt' | 'receivedAt' | 'trailVersion' | 'covered'
>

/** All that is known of a trail beyond what has been decided. Superseded observations are left out. */
export interface TrailEvidence {
  /** Of the reference line in force. */
  readonly lengthM: number
  readonly walks: readonly WalkEvidence[]
  readonly allClears?: readonly AllClearEvidence[]
  /** Findings on the reference line itself. */
  readonly lineFindings: readonly Finding[]
  /** Observations of this trail without an answer, tracks and tests included. */
  readonly undecided: number
  /** Open accepted reports that make it impassable. */
  readonly blockingReports: number
}

/** The share, 0 to 1, of a line that some intervals cover, counting every metre once; 0 of no line. */
export function coveredShare(lengthM: number, intervals: readonly IntervalM[]): number {
  if (!(lengthM > 0)) return 0
  const inside = intervals.map(([fromM, toM]): IntervalM => [
    Math.max(0, fromM),
    Math.min(lengthM, toM),
  ])
  return Math.min(1, totalLengthM(mergeIntervals(inside)) / lengthM)
}

/** When a proof was made: what its phone says, but not after it was received. Milliseconds. */
export function provedAtMs({
  testedAt,
  receivedAt,
}: Pick<WalkEvidence, 'testedAt' | 'receivedAt'>): number {
  const saidMs = Date.parse(testedAt)
  return receivedAt === undefined ? saidMs : Math.min(saidMs, Date.parse(receivedAt))
}

/** The date of the last test that was accepted, whatever it covered and whichever version it tested. */
export function lastTestAt({ walks }: TrailEvidence): string | undefined {
  const instants = walks.filter((walk) => walk.state === 'accepted').map(provedAtMs)
  return instants.length > 0 ? isoOf(Math.max(...instants)) : undefined
}

/** ISO 8601 in UTC. */
export function isoOf(atMs: number): string {
  return new Date(atMs).toISOString()
}
