import { HOLE, isWalkable } from '../hole.ts'
import {
  complementIntervals,
  intersectIntervals,
  mergeIntervals,
  unwrapInterval,
  type IntervalM,
} from '../interval.ts'
import { GAP_ON_TRAIL_M } from './episodes.ts'
import { findBulges } from './bulges.ts'
import { isKnot } from './knots.ts'
import type { WalkMatch } from './match-walk.ts'
import { coveredByTwins } from './passages.ts'
import { SAMPLE_M } from './sample-track.ts'
import { chainageStepM } from './trail-model.ts'

/** Two samples on the trail belong together when the trail between them is not much longer. */
const JOIN_M = 60

/** The parts of a trail that a walk covers: sorted, disjoint chainage intervals. */
export interface WalkCoverage {
  readonly covered: readonly IntervalM[]
  /** The parts of `covered` that lie between two fixes of a sparse recorder: supposed, not recorded. */
  readonly supposed: readonly IntervalM[]
}

/**
 * The parts of the trail that were walked. What was passed in a hole of the recording is not covered,
 * unless the hole is shorter than 60 m; what lies between two fixes of a recorder that has one each
 * minute is covered, and told as supposed. A folded way counts by passages.
 */
export function coverageOf(match: WalkMatch): WalkCoverage {
  const proven = coveredByTwins(match)
  const between: IntervalM[] = []
  const { alongM } = match
  let before = -1
  for (let i = 0; i < alongM.length; i += 1) {
    const here = alongM[i]!
    if (Number.isNaN(here)) continue
    proven.push([here - SAMPLE_M / 2, here + SAMPLE_M / 2])
    const kind = before >= 0 ? joining(match, before, i) : 'apart'
    if (kind !== 'apart') {
      const step = chainageStepM(match.model, alongM[before]!, here)
      const start = alongM[before]!
      const piece: IntervalM = step >= 0 ? [start, start + step] : [start + step, start]
      ;(kind === 'recorded' ? proven : between).push(piece)
    }
    before = i
  }
  const besides = findBulges(match).map(({ from, to }): IntervalM => {
    return [Math.min(alongM[from]!, alongM[to]!), Math.max(alongM[from]!, alongM[to]!)]
  })
  const elsewhere = complementIntervals(mergeIntervals(besides), match.model.lengthM)
  const recorded = intersectIntervals(onTrail(match, proven), elsewhere)
  const covered = mergeIntervals([...recorded, ...onTrail(match, between)], 2 * SAMPLE_M)
  const missing = complementIntervals(recorded, match.model.lengthM)
  return {
    covered,
    supposed: between.length > 0 ? intersectIntervals(covered, missing) : [],
  }
}

/** What joins two samples on the trail, `before` and the next one on it. */
function joining(match: WalkMatch, before: number, i: number): 'recorded' | 'supposed' | 'apart' {
  const { model, samples, alongM } = match
  const stepM = Math.abs(chainageStepM(model, alongM[before]!, alongM[i]!))
  const isNext = i === before + 1
  switch (samples.afterGap[i]) {
    case HOLE.rhythm: {
      const seconds = (samples.atMs[i]! - samples.atMs[i - 1]!) / 1000
      return isNext && isWalkable(stepM, seconds) ? 'supposed' : 'apart'
    }
    case HOLE.open:
      return stepM <= GAP_ON_TRAIL_M ? 'recorded' : 'apart'
    case HOLE.closed:
      return 'apart'
    default: {
      const joins = isNext && stepM < Math.max(JOIN_M, 1.5 * samples.stepM[i]!)
      return joins || isKnot(match, before, i) ? 'recorded' : 'apart'
    }
  }
}

function onTrail({ model }: WalkMatch, pieces: readonly IntervalM[]): IntervalM[] {
  const { lengthM, closed } = model
  const within = closed
    ? pieces.flatMap((piece) => unwrapInterval(piece, lengthM))
    : pieces.map(([from, to]): IntervalM => [Math.max(0, from), Math.min(lengthM, to)])
  return mergeIntervals(within, 2 * SAMPLE_M)
}
