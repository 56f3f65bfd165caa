import type { Position } from 'geojson'
import type { Comparison } from '../comparison.ts'
import type { Track } from '../fix.ts'
import { totalLengthM, type IntervalM } from '../interval.ts'
import { distanceM } from '../plane.ts'
import { roundMetres, roundShare } from '../rounding.ts'
import { coverageOf } from './coverage.ts'
import { findEpisodes } from './episodes.ts'
import { matchWalk, type WalkMatch } from './match-walk.ts'
import { buildTrailModel } from './trail-model.ts'
import { walkDirection } from './walk-direction.ts'

/**
 * How one walk compares with one trail: what share of it was walked, in which direction, where it
 * was left. A line without length gives a comparison in which nothing is covered.
 */
export function compareWithTrail(track: Track, line: readonly Position[]): Comparison {
  if (!hasLength(line)) return NOTHING
  return compareMatch(matchWalk(buildTrailModel(line), track))
}

/** The comparison that a match contains; for callers that need the match itself as well. */
export function compareMatch(match: WalkMatch): Comparison {
  const { lengthM } = match.model
  const { covered, supposed } = coverageOf(match)
  const coveredM = totalLengthM(covered)
  return {
    trailLengthM: roundMetres(lengthM),
    direction: walkDirection(match).direction,
    coverage: roundShare(Math.min(1, coveredM / lengthM)),
    coveredM: roundMetres(coveredM),
    covered: rounded(covered),
    supposed: rounded(supposed),
    ...findEpisodes(match),
  }
}

function rounded(intervals: readonly IntervalM[]): IntervalM[] {
  return intervals.map(([from, to]) => [roundMetres(from), roundMetres(to)])
}

const NOTHING: Comparison = {
  trailLengthM: 0,
  direction: 0,
  coverage: 0,
  coveredM: 0,
  covered: [],
  supposed: [],
  deviations: [],
  detours: [],
  shortcuts: [],
  gaps: [],
}

function hasLength(line: readonly Position[]): boolean {
  return line.some((position) => distanceM(line[0]!, position) > 0)
}
