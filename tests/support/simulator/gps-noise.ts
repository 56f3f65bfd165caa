import type { Random } from './random.ts'

export const ENVIRONMENTS = ['open', 'mixed', 'forest'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

/**
 * The noise of a phone's receiver on foot: first-order Gauss-Markov (Ornstein-Uhlenbeck) per axis,
 * a slow bias, white noise and decaying bursts of multipath. The model is that of Schumayer et al.,
 * Sensors 20:6050, 2020; the sizes are fitted to 34 real recordings with a digitised truth.
 */
const NOISE: Record<Environment, PositionNoise> = {
  open: { sd: 2.8, tauS: 60, biasSd: 1.2, white: 0.4, burstEveryS: Infinity, burstM: [0, 0] },
  mixed: { sd: 3.8, tauS: 60, biasSd: 2, white: 0.6, burstEveryS: 1200, burstM: [9, 27] },
  forest: { sd: 6.5, tauS: 45, biasSd: 2.5, white: 1, burstEveryS: 500, burstM: [14, 42] },
}
const BIAS_TAU_S = 2400
const BURST_DECAY_S = 15

interface PositionNoise {
  readonly sd: number
  readonly tauS: number
  readonly biasSd: number
  readonly white: number
  readonly burstEveryS: number
  readonly burstM: readonly [number, number]
}

export const ALTIMETERS = ['barometer', 'good-phone', 'forest-phone'] as const
export type Altimeter = (typeof ALTIMETERS)[number]

const ALTITUDE: Record<Altimeter, { sd: number; tauS: number; biasSd: number; white: number }> = {
  barometer: { sd: 1.2, tauS: 1800, biasSd: 8, white: 0.3 },
  'good-phone': { sd: 4, tauS: 300, biasSd: 10, white: 0.5 },
  'forest-phone': { sd: 8, tauS: 150, biasSd: 12, white: 2 },
}

/** A process that is asked once a second. */
export type Noise<T> = (dtS: number) => T

export function positionNoise(
  environment: Environment,
  random: Random,
): Noise<{ dx: number; dy: number; burst: boolean }> {
  const { sd, tauS, biasSd, white, burstEveryS, burstM } = NOISE[environment]
  const axes = [0, 1].map(() => ({
    fast: gaussMarkov(random, sd, tauS),
    slow: gaussMarkov(random, biasSd, BIAS_TAU_S),
  }))
  let burst = { x: 0, y: 0 }
  return (dtS) => {
    const fade = Math.exp(-dtS / BURST_DECAY_S)
    burst = { x: burst.x * fade, y: burst.y * fade }
    if (random.uniform() < dtS / burstEveryS) {
      const size = random.uniform(...burstM)
      const angle = random.uniform(0, 2 * Math.PI)
      burst = { x: size * Math.cos(angle), y: size * Math.sin(angle) }
    }
    const [ex, ey] = axes.map(({ fast, slow }) => fast(dtS) + slow(dtS) + white * random.normal())
    return { dx: ex! + burst.x, dy: ey! + burst.y, burst: Math.hypot(burst.x, burst.y) > 5 }
  }
}

/** Error of the altitude, metres; `geoidM` is added by receivers that give ellipsoidal heights. */
export function altitudeNoise(altimeter: Altimeter, random: Random, geoidM = 0): Noise<number> {
  const { sd, tauS, biasSd, white } = ALTITUDE[altimeter]
  const drift = gaussMarkov(random, sd, tauS)
  const bias = biasSd * random.normal() + geoidM
  return (dtS) => bias + drift(dtS) + white * random.normal()
}

export function gaussMarkov(random: Random, sd: number, tauS: number): Noise<number> {
  let value = sd * random.normal()
  return (dtS) => {
    const keep = Math.exp(-dtS / tauS)
    value = keep * value + sd * Math.sqrt(1 - keep * keep) * random.normal()
    return value
  }
}
