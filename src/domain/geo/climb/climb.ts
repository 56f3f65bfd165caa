import type { Track } from '../fix.ts'
import { roundMetres } from '../rounding.ts'
import { withoutAbsentAltitudes } from './absent-altitudes.ts'
import { driftAfter, measureAltitudeNoise, type AltitudeNoise } from './altitude-noise.ts'
import { profileOfTrack, type ElevationProfile, type RecordedProfile } from './elevation-profile.ts'
import {
  gridOf,
  withoutGlitches,
  meanOver,
  medianOver,
  sumTurningPoints,
  type ProfileGrid,
} from './smooth-profile.ts'

/** Climb of a walk or a line: never without method, source and uncertainty (promise P25). */
export interface Climb {
  readonly ascentM: number
  readonly descentM: number
  readonly minM: number
  readonly maxM: number
  /** Key of the recipe, explained in the locale files. */
  readonly method: 'noise-corrected-rises' | 'smoothed-turning-points' | 'terrain-turning-points'
  readonly source: 'gps' | 'barometer' | 'terrain'
  /** Half-width of the interval for ascent and for descent, metres. */
  readonly uncertainty: number
}

const GRID_M = 10
/** Altitudes that drift less than this were smoothed by a barometer, m²/s. */
const BAROMETER_DRIFT = 0.02
/** Rises are taken over the shortest of these distances in which relief outweighs noise. */
const RISE_OVER_M = [20, 30, 40, 60, 80, 100, 140, 200, 260, 320]
/** Largest share of noise in the squared rises that can be corrected for. */
const MOST_NOISE_SHARE = 0.6
/** By chance one distance may look clear: so many in a row must. */
const AGREEING = 3
/** Where noise is all there is, at least this share is believed to be relief. */
const LEAST_RELIEF_SHARE = 0.28
/** Rises over a long distance miss the short ones: few on smooth ground, a fifth on rough. */
const HIDDEN_SHARE = 0.1
const HIDDEN_FROM_M = 200
/** A single altitude this far off its neighbours is an accident. */
const GLITCH_M = 12
/**
 * Points of a profile are means over some 9 m and are interpolated to the grid: a drift loses a
 * fifth of both lengths, white noise two fifths of what is left of it.
 */
const AVERAGED_M = 4.5
const WHITE_LEFT = 0.6

/**
 * The climb of a recorded walk from its own altitudes; null when it has none.
 *
 * With fixes a few seconds apart the noise of the altitude is measured in the recording and taken
 * out of the rises: otherwise flat ground under trees climbs three times what it does. Without, the
 * fixed recipe applies: 10 m grid, median ±30 m, mean ±50 m, 5 m between turning points.
 */
export function climbOfTrack(track: Track): Climb | null {
  const profile = profileOfTrack(track)
  if (!profile || profile.eleM.length < 3) return null
  const { segments } = withoutAbsentAltitudes(track.segments)
  const noise = measureAltitudeNoise({ ...track, segments })
  const speedMS = noise && walkingSpeedMS(track, profile)
  return noise && speedMS ? correctedClimb(profile, noise, speedMS) : climbOfProfile(profile, 'gps')
}

/**
 * The climb of a profile by a fixed recipe. `gps` and `barometer`: the smoothed one. `terrain`: from
 * a terrain model, 25 m steps and 3 m between turning points; needs no smoothing.
 */
export function climbOfProfile(profile: ElevationProfile, source: Climb['source']): Climb {
  const terrain = source === 'terrain'
  const grid = terrain ? gridOf(profile, 25) : meanOver(medianOver(gridOf(profile, GRID_M), 30), 50)
  const { ascentM, descentM } = sumTurningPoints(grid.eleM, terrain ? 3 : 5)
  const share = source === 'gps' ? 0.2 : 0.1
  return {
    ascentM: roundMetres(ascentM),
    descentM: roundMetres(descentM),
    ...rangeOf(grid),
    method: terrain ? 'terrain-turning-points' : 'smoothed-turning-points',
    source,
    uncertainty: roundMetres(10 + share * Math.max(ascentM, descentM)),
  }
}

/**
 * Half of all that goes up and down, plus or minus half of the difference between start and end.
 * Rises are measured over a distance in which relief shows; what the measured noise adds to them
 * is taken away in the square, as independent errors add up.
 */
function correctedClimb(profile: RecordedProfile, noise: AltitudeNoise, speedMS: number): Climb {
  const grid = withoutGlitches(gridOf(profile, GRID_M), 30, GLITCH_M)
  const rises = RISE_OVER_M.map((overM) =>
    risesOver(grid, overM, noise, speedMS, profile.fixesPerPoint),
  )
  const clear = rises.find((_, i) =>
    rises.slice(i, i + AGREEING).every(({ noiseShare }) => noiseShare <= MOST_NOISE_SHARE),
  )
  const { totalM, noiseShare, overM } = clear ?? rises.at(-1)!
  const relief = Math.max(LEAST_RELIEF_SHARE, 1 - noiseShare)
  const hidden = 1 + HIDDEN_SHARE * Math.min(1, overM / HIDDEN_FROM_M)
  const upAndDownM = totalM * Math.sqrt(relief) * hidden
  const smooth = meanOver(medianOver(grid, 30), 50)
  const netM = smooth.eleM.at(-1)! - smooth.eleM[0]!
  const independent = Math.max(1, (grid.stepM * grid.eleM.length) / overM)
  const relative = 0.06 + Math.hypot(Math.sqrt(2 / independent), 0.2 * noiseShare) / (2 * relief)
  return {
    ascentM: roundMetres(Math.max(0, netM, (upAndDownM + netM) / 2)),
    descentM: roundMetres(Math.max(0, -netM, (upAndDownM - netM) / 2)),
    ...rangeOf(smooth),
    method: 'noise-corrected-rises',
    source: noise.driftM2PerS < BAROMETER_DRIFT ? 'barometer' : 'gps',
    uncertainty: roundMetres(5 + (relative * upAndDownM) / 2),
  }
}

/** All rises and falls over a distance, summed along the profile, and the share of noise in them. */
function risesOver(
  { eleM, stepM }: ProfileGrid,
  distanceM: number,
  noise: AltitudeNoise,
  speedMS: number,
  fixesPerPoint: number,
): { overM: number; totalM: number; noiseShare: number } {
  const reach = Math.max(1, Math.round(distanceM / stepM))
  const overM = reach * stepM
  const count = eleM.length - reach
  if (count < 1) return { overM, totalM: Math.abs(eleM.at(-1)! - eleM[0]!), noiseShare: 0 }
  let sum = 0
  let squares = 0
  for (let k = 0; k < count; k += 1) {
    const rise = eleM[k + reach]! - eleM[k]!
    sum += Math.abs(rise)
    squares += rise * rise
  }
  const noiseM2 =
    (WHITE_LEFT * noise.whiteM2) / fixesPerPoint + driftAfter(noise, (overM - AVERAGED_M) / speedMS)
  return {
    overM,
    totalM: (sum / count / overM) * stepM * (eleM.length - 1),
    noiseShare: squares > 0 ? noiseM2 / (squares / count) : 0,
  }
}

/** Speed along the profile, pauses included, within what walkers do. */
function walkingSpeedMS(track: Track, { chainageM }: ElevationProfile): number | null {
  const lengthM = chainageM.at(-1)! - chainageM[0]!
  let seconds = 0
  for (const segment of track.segments) {
    const from = segment[0]?.atMs
    const to = segment.at(-1)?.atMs
    if (from !== undefined && to !== undefined) seconds += (to - from) / 1000
  }
  if (seconds <= 0 || lengthM <= 0) return null
  return Math.min(3, Math.max(0.8, lengthM / seconds))
}

function rangeOf({ eleM }: ProfileGrid): { minM: number; maxM: number } {
  let minM = Infinity
  let maxM = -Infinity
  for (const z of eleM) {
    if (z < minM) minM = z
    if (z > maxM) maxM = z
  }
  return { minM: roundMetres(minM), maxM: roundMetres(maxM) }
}
