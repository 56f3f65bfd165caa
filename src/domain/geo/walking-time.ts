import { gridOf } from './climb/smooth-profile.ts'
import type { ElevationProfile } from './climb/elevation-profile.ts'

/** How long a walk takes, seconds, by two published rules. */
export interface WalkingTime {
  /** The Swiss hiking time: the usual value. */
  readonly swissS: number
  /** DIN 33466: the prudent value. */
  readonly dinS: number
}

/**
 * Minutes per kilometre as a polynomial of the slope in tenths (Δh·10/d), as Schweizmobil uses it
 * and map.geo.admin.ch publishes it (geoadmin/web-mapviewer, elevation profile).
 */
const SWISS = [
  14.271, 3.6991, 2.5922, -1.4384, 0.32105, 0.81542, -0.090261, -0.20757, 0.010192, 0.028588,
  -0.00057466, -0.0021842, 1.5176e-5, 8.6894e-5, -1.3584e-7, -1.4026e-6,
]
/** From this slope on (40 %) the polynomial gives way to straight lines. */
const STEEP = 4
const STEEP_UP = 17
const STEEP_DOWN = -9
/** The rule is made for a smooth profile: slopes over at least this distance. */
const SEGMENT_M = 25

/** DIN 33466, after the German and Austrian alpine clubs, per hour. */
const DIN = { alongM: 4000, upM: 300, downM: 500 }

/** Estimated times of a profile, in the direction of its chainage. The last segment counts too. */
export function walkingTime(profile: ElevationProfile): WalkingTime {
  const { eleM, stepM } = gridOf(profile, SEGMENT_M)
  if (!(stepM > 0)) return { swissS: 0, dinS: 0 }
  let swissMin = 0
  let upM = 0
  let downM = 0
  for (let k = 1; k < eleM.length; k += 1) {
    const rise = eleM[k]! - eleM[k - 1]!
    if (rise > 0) upM += rise
    else downM -= rise
    swissMin += (swissMinPerKm((10 * rise) / stepM) * stepM) / 1000
  }
  return { swissS: swissMin * 60, dinS: dinTimeS(stepM * (eleM.length - 1), upM, downM) }
}

/** Time for a length on level ground, for lines without altitudes. */
export function walkingTimeOnLevel(lengthM: number): WalkingTime {
  return { swissS: (SWISS[0]! * 60 * lengthM) / 1000, dinS: dinTimeS(lengthM, 0, 0) }
}

/** DIN 33466: the longer of the times along and up-and-down, and half of the shorter one. */
export function dinTimeS(lengthM: number, ascentM: number, descentM: number): number {
  const alongH = lengthM / DIN.alongM
  const upDownH = ascentM / DIN.upM + descentM / DIN.downM
  return 3600 * (Math.max(alongH, upDownH) + Math.min(alongH, upDownH) / 2)
}

function swissMinPerKm(slope: number): number {
  if (slope >= STEEP) return STEEP_UP * slope
  if (slope <= -STEEP) return STEEP_DOWN * slope
  return SWISS.reduceRight((sum, coefficient) => sum * slope + coefficient, 0)
}
