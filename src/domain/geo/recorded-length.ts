import { lineLengthM } from './chainage.ts'
import { collapseStops } from './clean/collapse-stops.ts'
import { despike } from './clean/despike.ts'
import type { Figure } from './figure.ts'
import type { Track } from './fix.ts'
import { SAMPLE_M, sampleTrack } from './match/sample-track.ts'
import { planeFor } from './plane.ts'
import { roundMetres } from './rounding.ts'

/** Noise along a recorded way is averaged over so many samples on each side. */
const SMOOTH_SAMPLES = 2

/**
 * The length of a walk without a trail to lay it on: without spikes and pauses, smoothed, holes left
 * out. A drawn line is as long as it is drawn. 0 for a track without fixes.
 */
export function recordedLength(track: Track): Figure {
  return track.recorded ? smoothedLength(track) : drawnLength(track)
}

function smoothedLength(track: Track): Figure {
  const segments = track.segments.map((segment) => collapseStops(despike(segment)))
  const plane = planeFor(segments.flatMap((segment) => segment.map(({ lon, lat }) => [lon, lat])))
  const { count, xs, ys, afterGap } = sampleTrack({ ...track, segments }, plane)
  let lengthM = 0
  let from = 0
  for (let i = 1; i <= count; i += 1) {
    if (i < count && !afterGap[i]) continue
    lengthM += smoothLengthM(xs.subarray(from, i), ys.subarray(from, i))
    from = i
  }
  return {
    value: roundMetres(lengthM),
    uncertainty: roundMetres(SAMPLE_M + 0.05 * lengthM),
    method: 'smoothed-recording',
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

function smoothLengthM(xs: Float64Array, ys: Float64Array): number {
  let lengthM = 0
  let before: { x: number; y: number } | null = null
  for (let i = 0; i < xs.length; i += 1) {
    // The ends have fewer neighbours: a window as wide on both sides keeps them in place.
    const span = Math.min(SMOOTH_SAMPLES, i, xs.length - 1 - i)
    let x = 0
    let y = 0
    for (let k = i - span; k <= i + span; k += 1) {
      x += xs[k]! / (2 * span + 1)
      y += ys[k]! / (2 * span + 1)
    }
    if (before) lengthM += Math.hypot(x - before.x, y - before.y)
    before = { x, y }
  }
  return lengthM
}
