import type { IntervalM } from '../interval.ts'
import type { WalkMatch } from './match-walk.ts'
import { SAMPLE_M } from './sample-track.ts'
import { chainageStepM } from './trail-model.ts'

/** A stretch passed once more than needed counts for the other leg from this length on. */
const SURPLUS_M = 60
/** Two samples of one passage are no farther apart along the trail. */
const PASSAGE_STEP_M = 60
/** Twins nearer than this are one place of the other leg. */
const SAME_PLACE_BINS = 4

/**
 * What was walked of a folded way beyond the leg it was laid on: a way with two passages that was
 * walked twice is covered, on whichever of its legs the matching laid the two; walked once it is
 * covered by half. Told as stretches of the leg that nobody was laid on.
 */
export function coveredByTwins(match: WalkMatch): IntervalM[] {
  const { folds, stepM, lengthM, closed } = match.model
  if (folds.twins.length === 0) return []
  const passes = countPasses(match)
  const surplus = surplusPasses(match, passes)
  const covered: IntervalM[] = []
  for (let k = 0; k < passes.length; k += 1) {
    if (passes[k] !== 0 || !hasPassageLeft(k)) continue
    const [from, to] = [(k - 0.5) * stepM, (k + 0.5) * stepM]
    covered.push([Math.max(0, from), closed ? to : Math.min(lengthM, to)])
  }
  return covered

  /** Whether a twin was passed often enough for itself, for the legs before this one, and for this. */
  function hasPassageLeft(k: number): boolean {
    for (let t = folds.start[k]!; t < folds.start[k + 1]!; t += 1) {
      const twin = folds.twins[t]!
      let left = surplus[twin]!
      if (left === 0) continue
      for (let s = folds.start[twin]!; s < folds.start[twin + 1]!; s += 1) {
        const other = folds.twins[s]!
        if (other < k - SAME_PLACE_BINS && passes[other] === 0) left -= 1
      }
      if (left > 0) return true
    }
    return false
  }
}

/** How many times each bin was passed. */
function countPasses(match: WalkMatch): Uint16Array {
  const { alongM, direction, samples, model } = match
  const passes = new Uint16Array(model.bins.xs.length)
  let lowM = NaN
  let highM = NaN
  let hereM = NaN
  for (let i = 0; i < alongM.length; i += 1) {
    const atM = alongM[i]!
    const stepM = i > 0 ? chainageStepM(model, alongM[i - 1]!, atM) : NaN
    const goesOn =
      !samples.afterGap[i] &&
      Math.abs(stepM) <= Math.max(PASSAGE_STEP_M, 1.5 * samples.stepM[i]!) &&
      direction[i] === direction[i - 1]
    if (goesOn) {
      hereM += stepM
      lowM = Math.min(lowM, hereM)
      highM = Math.max(highM, hereM)
      continue
    }
    countRun(passes, match, lowM, highM)
    lowM = highM = hereM = atM
  }
  countRun(passes, match, lowM, highM)
  return passes
}

function countRun(passes: Uint16Array, { model }: WalkMatch, lowM: number, highM: number): void {
  if (Number.isNaN(lowM)) return
  const count = passes.length
  const first = Math.round((lowM - SAMPLE_M / 2) / model.stepM)
  const last = Math.round((highM + SAMPLE_M / 2) / model.stepM)
  for (let b = first; b <= last; b += 1) {
    const bin = model.closed ? ((b % count) + count) % count : b
    if (bin >= 0 && bin < count) passes[bin]! += 1
  }
}

/** Passes beyond the first, on stretches long enough not to be a walker's step back. */
function surplusPasses({ model }: WalkMatch, passes: Uint16Array): Uint16Array {
  const surplus = new Uint16Array(passes.length)
  for (let b = 0; b < passes.length; b += 1) {
    if (passes[b]! < 2) continue
    const from = b
    while (b + 1 < passes.length && passes[b + 1]! >= 2) b += 1
    if ((b - from + 1) * model.stepM < SURPLUS_M) continue
    for (let k = from; k <= b; k += 1) surplus[k] = passes[k]! - 1
  }
  return surplus
}
