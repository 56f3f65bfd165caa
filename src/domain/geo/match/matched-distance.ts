import type { WalkMatch } from './match-walk.ts'
import { chainageStepM } from './trail-model.ts'

/**
 * How far a walk went, metres, measured on the trail instead of on the noisy fixes (which are 1.4 to
 * 2.5 times too long). Away from the trail the walked samples count, corrected by how much too long
 * they are on it; a hole in the recording counts as the trail between its two sides.
 */
export function matchedDistanceM(match: WalkMatch): number {
  const { alongM, direction, samples, model } = match
  let onTrailM = 0
  let sampledM = 0
  let awayM = 0
  let before = -1
  for (let i = 0; i < alongM.length; i += 1) {
    const away = Number.isNaN(alongM[i]!)
    if (!away && before === i - 1 && before >= 0) {
      const step = chainageStepM(model, alongM[before]!, alongM[i]!)
      const turned = direction[before] !== direction[i]
      const forwardM = turned ? Math.abs(step) : step * direction[i]!
      onTrailM += samples.afterGap[i] ? Math.abs(step) : forwardM
      if (!samples.afterGap[i]) sampledM += samples.stepM[i]!
    } else if (i > 0) {
      awayM += samples.stepM[i]!
    }
    if (!away) before = i
  }
  const inflation = onTrailM > 500 ? Math.max(1, sampledM / onTrailM) : 1
  return onTrailM + awayM / inflation
}

/**
 * How far along the trail the walker went in each hole of the recording, metres, one entry per gap
 * of the track; NaN where the walk was away from the trail on either side.
 */
export function gapLengthsOnTrail({ alongM, samples, model }: WalkMatch): number[] {
  const lengths: number[] = []
  for (let i = 1; i < samples.count; i += 1) {
    if (samples.afterGap[i]) {
      lengths.push(Math.abs(chainageStepM(model, alongM[i - 1]!, alongM[i]!)))
    }
  }
  return lengths
}
