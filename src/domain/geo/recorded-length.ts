import { lineLengthM } from './chainage.ts'
import { calmed, calmRounds, lengthOf, roughnessM } from './clean/calm-line.ts'
import { collapseStops } from './clean/collapse-stops.ts'
import { despike } from './clean/despike.ts'
import type { Figure } from './figure.ts'
import type { Track } from './fix.ts'
import { HOLE } from './hole.ts'
import { SAMPLE_M, sampleTrack } from './match/sample-track.ts'
import { planeFor } from './plane.ts'
import { roundMetres } from './rounding.ts'

/** The bench finds ordinary walks within 1 %, and hairpins within 3 %. */
const ERROR_SHARE = 0.03
/** Between the fixes of a sparse recorder the way may wind. */
const ASSUMED_ERROR_SHARE = 0.1

/**
 * The length of a walk without a trail to lay it on: without spikes and pauses, smoothed as much as it
 * trembles, holes left out; the straight steps of a sparse recorder are supposed. A drawn line is as
 * long as it is drawn. 0 for a track without fixes.
 */
export function recordedLength(track: Track): Figure {
  return track.recorded ? smoothedLength(track) : drawnLength(track)
}

function smoothedLength(track: Track): Figure {
  const segments = track.segments.map((segment) => collapseStops(despike(segment)))
  const plane = planeFor(segments.flatMap((segment) => segment.map(({ lon, lat }) => [lon, lat])))
  const { count, xs, ys, stepM, afterGap } = sampleTrack({ ...track, segments }, plane)
  const rounds = calmRounds(roughnessM(xs, ys))
  let recordedM = 0
  let assumedM = 0
  let from = 0
  for (let i = 1; i <= count; i += 1) {
    if (i < count && afterGap[i] === HOLE.none) continue
    recordedM += lengthOf(
      calmed(xs.subarray(from, i), rounds),
      calmed(ys.subarray(from, i), rounds),
    )
    if (i < count && afterGap[i] === HOLE.rhythm) assumedM += stepM[i]!
    from = i
  }
  const errorM = SAMPLE_M + ERROR_SHARE * recordedM + ASSUMED_ERROR_SHARE * assumedM
  return {
    value: roundMetres(recordedM + assumedM),
    uncertainty: roundMetres(errorM),
    method: 'smoothed-recording',
    ...(assumedM > 0 ? { assumed: roundMetres(assumedM) } : {}),
  }
}

function drawnLength({ segments }: Track): Figure {
  const lengthM = segments.reduce(
    (sum, segment) => sum + lineLengthM(segment.map(({ lon, lat }) => [lon, lat])),
    0,
  )
  return {
    value: roundMetres(lengthM),
    uncertainty: roundMetres(0.005 * lengthM),
    method: 'drawn-line',
  }
}
