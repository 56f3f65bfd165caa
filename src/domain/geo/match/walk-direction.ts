import { HOLE } from '../hole.ts'
import type { WalkMatch } from './match-walk.ts'

/** In which direction a trail was walked, and how clearly. */
export interface WalkDirection {
  /** 1 as drawn, -1 reversed, 0 undecidable. */
  readonly direction: 1 | -1 | 0
  /** Share of the telling metres that agree, 0 to 1; 0 when undecidable. */
  readonly confidence: number
}

/** Less than this walked on telling ground, or a smaller share of the walk, decides nothing. */
const LEAST_TELLING_M = 100
const LEAST_TELLING_SHARE = 0.15
const LONG_TELLING_M = 400
/** Walked both ways: neither direction has this share. */
const MAJORITY = 0.6

/**
 * The direction of a walk. Ground where the trail runs back along itself tells nothing: walking a
 * pure out-and-back "reversed" is the same walk, so it is never called so.
 */
export function walkDirection({ model, samples, alongM, direction }: WalkMatch): WalkDirection {
  let onTrailM = 0
  let forwardM = 0
  let reversedM = 0
  for (let i = 1; i < alongM.length; i += 1) {
    if (Number.isNaN(alongM[i]!) || samples.afterGap[i]! > HOLE.rhythm) continue
    const stepM = samples.stepM[i]!
    onTrailM += stepM
    const bin = Math.min(model.mirrored.length - 1, Math.round(alongM[i]! / model.stepM))
    if (model.mirrored[bin]) continue
    if (direction[i] === 1) forwardM += stepM
    else reversedM += stepM
  }
  const tellingM = forwardM + reversedM
  const enough =
    tellingM >= LEAST_TELLING_M &&
    (tellingM >= LONG_TELLING_M || tellingM >= LEAST_TELLING_SHARE * onTrailM)
  const share = Math.max(forwardM, reversedM) / tellingM
  if (!enough || share < MAJORITY) return { direction: 0, confidence: 0 }
  return { direction: forwardM > reversedM ? 1 : -1, confidence: share }
}
