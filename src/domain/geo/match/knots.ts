import type { WalkMatch } from './match-walk.ts'
import { chainageStepM } from './trail-model.ts'

/** A wriggle of a recorded line is no longer than this… */
const KNOT_M = 160
/** Where the line trembles like a recorded one, whoever made it may have stood there for long. */
const RECORDED_KNOT_M = 1000
/** …and all of it lies this near to the way walked. */
const NEAR_M = 25
/** Samples of the walk that are looked at on either side. */
const AROUND_SAMPLES = 6

/**
 * Whether the stretch of trail skipped between two samples is a knot: a wriggle that a receiver drew
 * where its carrier stood, and that no walker follows.
 */
export function isKnot(
  { model, alongM, samples }: WalkMatch,
  before: number,
  after: number,
): boolean {
  const stepM = chainageStepM(model, alongM[before]!, alongM[after]!)
  if (Math.abs(stepM) > (model.calmM ? RECORDED_KNOT_M : KNOT_M)) return false
  const count = model.bins.xs.length
  const sense = Math.sign(stepM)
  const bins = Math.floor(Math.abs(stepM) / model.stepM)
  const first = Math.max(0, before - AROUND_SAMPLES)
  const last = Math.min(samples.count - 1, after + AROUND_SAMPLES)
  const start = Math.round(alongM[before]! / model.stepM)
  for (let b = 1; b < bins; b += 1) {
    const j = (((start + sense * b) % count) + count) % count
    if (!isNear(model.bins.xs[j]!, model.bins.ys[j]!)) return false
  }
  return true

  function isNear(x: number, y: number): boolean {
    for (let i = first; i <= last; i += 1) {
      if (Math.hypot(samples.xs[i]! - x, samples.ys[i]! - y) <= NEAR_M) return true
    }
    return false
  }
}
