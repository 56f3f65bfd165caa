import type { WalkMatch } from './match-walk.ts'
import { chainageStepM } from './trail-model.ts'

/** Steps along the trail as they are walked, not as a trembling line draws them. */
export interface WalkedChainages {
  /** Signed metres from sample `i - 1` to sample `i`; NaN where either is away from the trail. */
  stepM(i: number): number
}

/**
 * The length of steps on the trail. Where the reference line is itself a raw recording, its chainage
 * is longer than the ground it passes, and the steps are measured on its calm line.
 */
export function walkedChainages({ model, alongM }: WalkMatch): WalkedChainages {
  const { calmM, stepM, lengthM } = model
  if (!calmM) return { stepM: (i) => chainageStepM(model, alongM[i - 1]!, alongM[i]!) }
  const roundM = calmM.at(-1)!
  const calmAt = (at: number): number => {
    const bin = Math.floor(at / stepM)
    const from = calmM[Math.max(0, Math.min(calmM.length - 2, bin))]!
    const to = calmM[Math.max(1, Math.min(calmM.length - 1, bin + 1))]!
    return from + (to - from) * (at / stepM - Math.max(0, Math.min(calmM.length - 2, bin)))
  }
  return {
    stepM(i) {
      const step = calmAt(alongM[i]!) - calmAt(alongM[i - 1]!)
      const seam = alongM[i]! - alongM[i - 1]!
      if (!model.closed || Math.abs(seam) <= lengthM / 2) return step
      return step - Math.sign(seam) * roundM
    },
  }
}
