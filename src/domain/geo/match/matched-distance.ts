import { HOLE, isWalkable } from '../hole.ts'
import type { WalkMatch } from './match-walk.ts'
import type { WalkSamples } from './sample-track.ts'
import { chainageStepM } from './trail-model.ts'
import { walkedChainages } from './walked-chainage.ts'

/** How far a walk went, metres. */
export interface WalkedDistance {
  /** Recorded and supposed together. */
  readonly lengthM: number
  /** What of it lies in holes of the recording that a walker can have walked through. */
  readonly assumedM: number
}

/** Shorter than this on the trail, nothing is learnt of how much too long the samples are. */
const TELLING_M = 500

/**
 * How far a walk went, measured on the trail instead of on the noisy fixes (which are 1.4 to 2.5 times
 * too long). Away from the trail the walked samples count, corrected by how much too long they are on
 * it. A hole counts only where a walker can have walked through it, see `holeLengthM`.
 */
export function matchedDistance(match: WalkMatch): WalkedDistance {
  const { direction, samples } = match
  const walked = walkedChainages(match)
  let onTrailM = 0
  let sampledM = 0
  let awayM = 0
  let assumedM = 0
  for (let i = 1; i < samples.count; i += 1) {
    if (samples.afterGap[i] !== HOLE.none) {
      const holeM = holeLengthM(match, i)
      if (!Number.isNaN(holeM)) assumedM += holeM
      continue
    }
    const stepM = walked.stepM(i)
    if (Number.isNaN(stepM)) {
      awayM += samples.stepM[i]!
      continue
    }
    onTrailM += direction[i - 1] === direction[i] ? stepM * direction[i]! : Math.abs(stepM)
    sampledM += samples.stepM[i]!
  }
  const inflation = onTrailM > TELLING_M ? Math.max(1, sampledM / onTrailM) : 1
  return { lengthM: onTrailM + awayM / inflation + assumedM, assumedM }
}

/**
 * How far along the trail the walker went in each hole between the segments of a track, metres; NaN
 * where nothing may be supposed.
 */
export function gapLengthsOnTrail(match: WalkMatch): number[] {
  const { starts, count } = match.samples
  return starts.slice(1).map((i) => (i > 0 && i < count ? holeLengthM(match, i) : NaN))
}

/**
 * What was walked in the hole before sample `i`: the trail between its two sides, if its cause allows,
 * both sides lie on the trail, and a walker is that fast; NaN otherwise.
 */
export function holeLengthM(match: WalkMatch, i: number): number {
  const { alongM, samples, model } = match
  if (samples.afterGap[i] === HOLE.closed) return NaN
  const alongStepM = Math.abs(chainageStepM(model, alongM[i - 1]!, alongM[i]!))
  if (!isWalkable(alongStepM, secondsBefore(samples, i))) return NaN
  return Math.abs(walkedChainages(match).stepM(i))
}

function secondsBefore({ atMs }: WalkSamples, i: number): number {
  return (atMs[i]! - atMs[i - 1]!) / 1000
}
