import type { ElevationProfile } from './elevation-profile.ts'

/** Altitudes every `stepM` metres from the start of a profile to its end. */
export interface ProfileGrid {
  readonly stepM: number
  readonly eleM: Float64Array
}

/** No walk is longer than this many steps; the bound keeps hostile files cheap. */
const MOST_STEPS = 200_000

/** Interpolates a profile at equal steps, so that windows mean the same everywhere. */
export function gridOf({ chainageM, eleM }: ElevationProfile, stepM: number): ProfileGrid {
  const start = chainageM[0] ?? 0
  const lengthM = (chainageM.at(-1) ?? 0) - start
  const count = Math.min(MOST_STEPS, Math.max(2, Math.round(lengthM / stepM) + 1))
  const step = lengthM / (count - 1)
  const grid = new Float64Array(count)
  let i = 0
  for (let k = 0; k < count; k += 1) {
    const at = start + k * step
    while (i < chainageM.length - 2 && chainageM[i + 1]! < at) i += 1
    const from = chainageM[i]!
    const to = chainageM[i + 1] ?? from
    const share = to > from ? Math.min(1, Math.max(0, (at - from) / (to - from))) : 0
    const next = eleM[i + 1] ?? eleM[i]!
    grid[k] = eleM[i]! + (next - eleM[i]!) * share
  }
  return { stepM: step, eleM: grid }
}

/** Running median over `reachM` on each side: single wild altitudes vanish, slopes stay. */
export function medianOver({ stepM, eleM }: ProfileGrid, reachM: number): ProfileGrid {
  const reach = Math.round(reachM / stepM)
  return {
    stepM,
    eleM: eleM.map((_, k) => {
      const side = Math.min(reach, k, eleM.length - 1 - k)
      const window = eleM.slice(k - side, k + side + 1).sort()
      return window[side]!
    }),
  }
}

/** Puts altitudes that are more than `toleranceM` off the running median back on it. */
export function withoutGlitches(
  grid: ProfileGrid,
  reachM: number,
  toleranceM: number,
): ProfileGrid {
  const middle = medianOver(grid, reachM).eleM
  return {
    stepM: grid.stepM,
    eleM: grid.eleM.map((z, k) => (Math.abs(z - middle[k]!) > toleranceM ? middle[k]! : z)),
  }
}

/** Running mean over `reachM` on each side; the window shrinks towards the ends. */
export function meanOver({ stepM, eleM }: ProfileGrid, reachM: number): ProfileGrid {
  const reach = Math.round(reachM / stepM)
  const sums = new Float64Array(eleM.length + 1)
  eleM.forEach((z, k) => {
    sums[k + 1] = sums[k]! + z
  })
  return {
    stepM,
    eleM: eleM.map((_, k) => {
      const side = Math.min(reach, k, eleM.length - 1 - k)
      return (sums[k + side + 1]! - sums[k - side]!) / (2 * side + 1)
    }),
  }
}

/**
 * Ascent and descent between turning points: a rise counts from its lowest to its highest place,
 * once the profile has come down from there by `hysteresisM`. (Comparing with the last value kept
 * instead of with the running extreme still adds up noise.)
 */
export function sumTurningPoints(
  eleM: ArrayLike<number>,
  hysteresisM: number,
): { ascentM: number; descentM: number } {
  let ascentM = 0
  let descentM = 0
  if (eleM.length === 0) return { ascentM, descentM }
  let low = eleM[0]!
  let high = eleM[0]!
  let trend: 1 | 0 | -1 = 0
  for (let k = 1; k < eleM.length; k += 1) {
    const z = eleM[k]!
    if (trend >= 0 && z > high) high = z
    if (trend <= 0 && z < low) low = z
    if (trend === 0) {
      if (z - low >= hysteresisM) {
        trend = 1
        high = z
      } else if (high - z >= hysteresisM) {
        trend = -1
        low = z
      }
      if (trend !== 0) continue
      high = Math.max(high, z)
      low = Math.min(low, z)
    } else if (trend === 1 && high - z >= hysteresisM) {
      ascentM += high - low
      trend = -1
      low = z
    } else if (trend === -1 && z - low >= hysteresisM) {
      descentM += high - low
      trend = 1
      high = z
    }
  }
  if (trend === 1) ascentM += high - low
  if (trend === -1) descentM += high - low
  return { ascentM, descentM }
}
