import { mergeIntervals, unwrapInterval, type IntervalM } from '../interval.ts'
import { GAP_ON_TRAIL_M } from './episodes.ts'
import { isKnot } from './knots.ts'
import type { WalkMatch } from './match-walk.ts'
import { coveredByTwins } from './passages.ts'
import { SAMPLE_M } from './sample-track.ts'
import { chainageStepM } from './trail-model.ts'

/** Two samples on the trail belong together when the trail between them is not much longer. */
const JOIN_M = 60

/**
 * The parts of the trail that were walked: sorted, disjoint chainage intervals. What was passed in
 * a hole of the recording is not covered, unless the hole is shorter than 60 m. A folded way counts
 * by passages.
 */
export function coveredIntervals(match: WalkMatch): IntervalM[] {
  const { alongM, model, samples } = match
  const { lengthM, closed } = model
  const pieces = coveredByTwins(match)
  let before = -1
  for (let i = 0; i < alongM.length; i += 1) {
    const here = alongM[i]!
    if (Number.isNaN(here)) continue
    pieces.push([here - SAMPLE_M / 2, here + SAMPLE_M / 2])
    if (before >= 0) {
      const step = chainageStepM(model, alongM[before]!, here)
      const walkedM = i === before + 1 ? samples.stepM[i]! : Infinity
      const joins = samples.afterGap[i]
        ? Math.abs(step) <= GAP_ON_TRAIL_M
        : (i === before + 1 && Math.abs(step) < Math.max(JOIN_M, 1.5 * walkedM)) ||
          isKnot(match, before, i)
      if (joins) {
        const start = alongM[before]!
        pieces.push(step >= 0 ? [start, start + step] : [start + step, start])
      }
    }
    before = i
  }
  const within = closed
    ? pieces.flatMap((piece) => unwrapInterval(piece, lengthM))
    : pieces.map(([from, to]): IntervalM => [Math.max(0, from), Math.min(lengthM, to)])
  return mergeIntervals(within, 2 * SAMPLE_M)
}
