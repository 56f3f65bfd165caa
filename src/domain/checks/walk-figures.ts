import { lineLengthM } from '../geo/chainage.ts'
import type { Figure } from '../geo/figure.ts'
import type { Fix, Track } from '../geo/fix.ts'
import type { WalkMatch } from '../geo/match/match-walk.ts'
import { SAMPLE_M, sampleTrack } from '../geo/match/sample-track.ts'
import { chainageStepM } from '../geo/match/trail-model.ts'
import { distanceM, planeFor } from '../geo/plane.ts'
import { roundMetres } from '../geo/rounding.ts'
import { findStops, type Stop } from './find-stops.ts'

/** A stay counts as a pause from this long on, inside this circle. */
const PAUSE_S = 45
const PAUSE_RADIUS_M = 20
/** Slower than this through a hole of the recording, and the walker was resting. */
const SLOWEST_WALK_MS = 0.4
/** Going back along the trail by less than this is noise. */
const TREMBLE_M = 40
/** Noise along a recorded way is averaged over so many samples on each side. */
const SMOOTH_SAMPLES = 2

/** The pauses of a walk. */
export function pausesOf(track: Track): Stop[] {
  return track.recorded ? findStops(track, PAUSE_S, PAUSE_RADIUS_M) : []
}

/** From the first to the last fix, seconds; 0 without times. */
export function elapsedSeconds({ segments }: Track): number {
  let first = Infinity
  let last = -Infinity
  for (const segment of segments) {
    for (const { atMs } of segment) {
      if (atMs === undefined) continue
      first = Math.min(first, atMs)
      last = Math.max(last, atMs)
    }
  }
  return last > first ? Math.round((last - first) / 1000) : 0
}

/** Time spent walking: recorded time without the pauses, and holes that were walked through. */
export function movingTime(track: Track): Figure {
  const pauses = pausesOf(track)
  let seconds = 0
  track.segments.forEach((segment, i) => {
    seconds += Math.max(0, secondsOf(segment[0], segment.at(-1)))
    const next = track.segments[i + 1]?.[0]
    const last = segment.at(-1)
    if (!next || !last || track.gaps[i]?.reason === 'paused') return
    const holeS = secondsOf(last, next)
    const holeM = distanceM([last.lon, last.lat], [next.lon, next.lat])
    if (holeS > 0 && holeM / holeS >= SLOWEST_WALK_MS) seconds += holeS
  })
  const value = Math.max(0, seconds - pauses.reduce((sum, pause) => sum + pause.seconds, 0))
  return {
    value: Math.round(value),
    uncertainty: Math.round(15 * pauses.length + 0.01 * value),
    method: 'recorded-without-pauses',
  }
}

/**
 * The length of a walk along the trail it was matched with. A recording sums its own noise (1.4 to
 * 2.5 times the way at one fix a second); the trail does not. Ways beside the trail are added as
 * recorded.
 */
export function matchedLength({ alongM, samples, model }: WalkMatch): Figure {
  let onTrailM = 0
  let besideM = 0
  let run: number[] = []
  for (let i = 1; i < samples.count; i += 1) {
    const step = chainageStepM(model, alongM[i - 1]!, alongM[i]!)
    if (!Number.isNaN(step)) {
      run.push(step)
      continue
    }
    onTrailM += progressM(run)
    run = []
    if (!samples.afterGap[i]) besideM += samples.stepM[i]!
  }
  onTrailM += progressM(run)
  return {
    value: roundMetres(onTrailM + besideM),
    uncertainty: roundMetres(2 * SAMPLE_M + 0.005 * onTrailM + 0.1 * besideM),
    method: 'matched-line',
  }
}

/** Way made along the trail, there and back, without the trembling of the receiver. */
function progressM(steps: readonly number[]): number {
  let sumM = 0
  let turnM = 0
  let farthestM = 0
  let hereM = 0
  let direction = 0
  for (const step of steps) {
    hereM += step
    if (direction === 0 && Math.abs(hereM) > TREMBLE_M) direction = Math.sign(hereM)
    if ((hereM - farthestM) * (direction || Math.sign(hereM)) > 0) farthestM = hereM
    else if (direction !== 0 && Math.abs(hereM - farthestM) > TREMBLE_M) {
      sumM += Math.abs(farthestM - turnM)
      turnM = farthestM
      farthestM = hereM
      direction = -direction
    }
  }
  return sumM + Math.abs((direction === 0 ? hereM : farthestM) - turnM)
}

/** The length of a walk without a trail to lay it on: smoothed, pauses collapsed, holes left out. */
export function recordedLength(track: Track): Figure {
  if (!track.recorded) return drawnLength(track)
  const fixes = track.segments.flat()
  const plane = planeFor(fixes.map(({ lon, lat }) => [lon, lat]))
  const { count, xs, ys, afterGap } = sampleTrack(collapsePauses(track), plane)
  let lengthM = 0
  let from = 0
  for (let i = 0; i <= count; i += 1) {
    if (i < count && (!afterGap[i] || i === 0)) continue
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

function collapsePauses(track: Track): Track {
  const pauses = pausesOf(track)
  if (pauses.length === 0) return track
  const segments = track.segments.map((segment) =>
    segment.flatMap((fix): Fix[] => {
      const pause = pauses.find(
        ({ fromAtMs, toAtMs }) =>
          fix.atMs !== undefined && fix.atMs >= fromAtMs && fix.atMs <= toAtMs,
      )
      if (!pause) return [fix]
      return fix.atMs === pause.fromAtMs ? [{ ...fix, lon: pause.lon, lat: pause.lat }] : []
    }),
  )
  return { ...track, segments }
}

function secondsOf(from: Fix | undefined, to: Fix | undefined): number {
  if (from?.atMs === undefined || to?.atMs === undefined) return 0
  return (to.atMs - from.atMs) / 1000
}
