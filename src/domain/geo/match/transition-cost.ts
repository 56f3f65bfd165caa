import type { AwayStates } from './away-states.ts'
import { chainageStepM, type TrailModel } from './trail-model.ts'

/** The prices of the matching model. One unit is about one standard deviation, squared and halved. */
export const COST = {
  /** Being away from the trail, per sample. */
  away: 4,
  /** Leaving the trail, and coming back to it. */
  leave: 3,
  comeBack: 3,
  /** Beginning in the reversed direction: settles the tie on a trail that runs back along itself. */
  reversedStart: 2,
  /** Turning round on the trail. */
  turn: 9,
  /** Turning round while away from it. */
  turnAway: 6,
  /** So many metres of difference between walked and along the trail cost one unit. */
  metresPerUnit: 12,
  /** Going backwards costs this share more. */
  backwardsShare: 0.25,
  /** Coming back far from where the trail was left: at most this much more. */
  farReturn: 12,
  farReturnMetresPerUnit: 40,
  gapMetresPerUnit: 40,
  gapMost: 8,
} as const

/** The fastest progress along a trail that a hole in the recording may hide, m/s. */
const GAP_SPEED_MS = 1.8

/**
 * Cost of progressing `forwardM` along the trail while walking `walkedM`. Between `leastM`, the same
 * stretch of line without its trembling, and `forwardM` any way walked is right.
 */
export function stepCost(forwardM: number, leastM: number, walkedM: number): number {
  if (forwardM < 0) {
    return (walkedM - forwardM - COST.backwardsShare * forwardM) / COST.metresPerUnit
  }
  return Math.max(0, walkedM - forwardM, leastM - walkedM) / COST.metresPerUnit
}

/**
 * Cost of progressing `forwardM` along the trail while nothing was recorded, from and to places
 * `straightM` apart. `seconds` is NaN where the recording has no time.
 */
export function gapStepCost(forwardM: number, straightM: number, seconds: number): number {
  const least = straightM * 0.8 - 25
  const reach = Number.isNaN(seconds) ? 0 : Math.min(5000, seconds * GAP_SPEED_MS)
  const most = Math.max(straightM * 1.5, reach) + 30
  const excess = Math.max(0, forwardM - most, least - forwardM)
  const preferShort = Math.max(0, forwardM - straightM) / 400
  return Math.min(COST.gapMost, excess / COST.gapMetresPerUnit) + Math.min(1, preferShort)
}

/** Cost of coming back to the trail at a chainage after having been away. */
export function returnCost(
  model: TrailModel,
  away: AwayStates,
  state: number,
  hereM: number,
  layer: number,
): number {
  const leftAtM = away.leftAtM[state]!
  if (Number.isNaN(leftAtM)) return COST.comeBack
  const alongStepM = chainageStepM(model, leftAtM, hereM)
  const forwardM = layer === 0 ? alongStepM : -alongStepM
  const excess = Math.max(0, forwardM - 1.3 * away.walkedM[state]! - 30, -30 - forwardM)
  const turn = away.layer[state] === layer ? 0 : COST.turnAway
  return COST.comeBack + turn + Math.min(COST.farReturn, excess / COST.farReturnMetresPerUnit)
}
