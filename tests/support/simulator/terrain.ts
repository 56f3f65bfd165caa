import { createRandom, mixSeed } from './random.ts'

export const RELIEFS = ['flat', 'hilly', 'steep'] as const
export type Relief = (typeof RELIEFS)[number]
/** Metres above the sea at a place of the plane. */
export type Terrain = (x: number, y: number) => number

/** Height of the waves as a share of their length: the slope they make. */
const SLOPE: Record<Relief, number> = { flat: 0.0035, hilly: 0.018, steep: 0.055 }
const LONG_WAVES_M = [450, 700, 1100, 1700, 2600, 4000]
const ROUGH_WAVES_M = [45, 70, 110, 180, 280]

/** Made-up ground: long waves, and with `rough` short ones on top, as real relief has them. */
export function makeTerrain(relief: Relief, rough: boolean, seed: number): Terrain {
  const random = createRandom(mixSeed(seed, 77))
  const wave = (lengthM: number, share: number) => {
    const angle = random.uniform(0, Math.PI)
    const k = (2 * Math.PI) / (lengthM * random.uniform(0.85, 1.15))
    return {
      kx: k * Math.cos(angle),
      ky: k * Math.sin(angle),
      amplitude: lengthM * share * SLOPE[relief],
      phase: random.uniform(0, 2 * Math.PI),
    }
  }
  const parts = [
    ...LONG_WAVES_M.map((lengthM) => wave(lengthM, 1)),
    ...(rough ? ROUGH_WAVES_M.map((lengthM) => wave(lengthM, 0.45)) : []),
  ]
  return (x, y) =>
    180 +
    parts.reduce(
      (sum, { kx, ky, amplitude, phase }) => sum + amplitude * Math.sin(kx * x + ky * y + phase),
      0,
    )
}
