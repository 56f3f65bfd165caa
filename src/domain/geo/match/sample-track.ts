import { despike } from '../clean/despike.ts'
import type { Fix, Track } from '../fix.ts'
import { HOLE, holeTeller, type Hole } from '../hole.ts'
import { toPlane, type Plane } from '../plane.ts'

/** Distance between two samples of a walk. */
export const SAMPLE_M = 8
/** Recorded fixes farther apart are not joined by invented samples. */
const INTERPOLATE_UP_TO_M = 60
/** More samples than 4,000 km give are thinned out: no walk is so long, and hostile files stay cheap. */
const MOST_SAMPLES = 500_000
/** Vertices of a drawn line farther apart than this draw nothing that can be walked. */
const DENSIFY_UP_TO_M = 3000

/**
 * A walk sampled by distance, in the trail's plane: standing still and the drift that comes with it
 * give few samples, whatever the recorder's rhythm.
 */
export interface WalkSamples {
  readonly count: number
  /** The first sample of each segment of the track. */
  readonly starts: readonly number[]
  readonly xs: Float64Array
  readonly ys: Float64Array
  /** Unit heading; 0, 0 where the walk gives none. */
  readonly hxs: Float64Array
  readonly hys: Float64Array
  /** Straight distance from the sample before. */
  readonly stepM: Float64Array
  /** Milliseconds since 1970; NaN where the recording has no time. */
  readonly atMs: Float64Array
  /** Altitude as the receiver gave it; NaN where it gave none. */
  readonly eleM: Float64Array
  /** Not 0 where nothing was recorded between this sample and the one before: which `HOLE` it is. */
  readonly afterGap: Uint8Array
}

interface Sample {
  readonly x: number
  readonly y: number
  readonly atMs: number
  readonly eleM: number
  readonly afterGap: Hole
}

/**
 * Samples a track every 8 m. Recorded segments are despiked first and never bridged; a drawn line
 * is densified, up to vertices 3 km apart.
 */
export function sampleTrack(track: Track, plane: Plane): WalkSamples {
  const { recorded, gaps } = track
  const joinUpToM = recorded ? INTERPOLATE_UP_TO_M : DENSIFY_UP_TO_M
  const segments = track.segments.map((fixes) => (recorded ? despike(fixes) : fixes))
  const placed = segments.map((fixes) => fixes.map((fix) => toSample(fix, plane)))
  const totalM = placed.reduce((sum, points) => sum + joinedM(points, joinUpToM), 0)
  const everyM = Math.max(SAMPLE_M, totalM / MOST_SAMPLES)
  const tell = holeTeller(track)
  const samples: Sample[] = []
  const starts: number[] = []
  let hole: Hole = HOLE.none
  placed.forEach((points, s) => {
    const fixes = segments[s]!
    const before = segments[s - 1]?.at(-1)
    if (s > 0) hole = Math.max(hole, tell(gaps[s - 1]?.reason ?? 'file', before, fixes[0])) as Hole
    starts.push(samples.length)
    if (points.length === 0) return
    // A step too long to be filled is a hole too, of which nobody knows the cause.
    const holeBefore = (k: number): Hole =>
      recorded ? tell('file', fixes[k - 1], fixes[k]) : HOLE.none
    addSegment(samples, points, { joinUpToM, everyM, holeBefore, first: hole })
    hole = HOLE.none
  })
  return toColumns(samples, starts)
}

function toSample({ lon, lat, atMs, eleM }: Fix, plane: Plane): Sample {
  const { x, y } = toPlane(plane, lon, lat)
  return { x, y, atMs: atMs ?? NaN, eleM: eleM ?? NaN, afterGap: HOLE.none }
}

/** Length of the way that is filled with samples. */
function joinedM(points: readonly Sample[], joinUpToM: number): number {
  let sum = 0
  for (let i = 1; i < points.length; i += 1) {
    const stepM = Math.hypot(points[i]!.x - points[i - 1]!.x, points[i]!.y - points[i - 1]!.y)
    if (stepM < joinUpToM) sum += stepM
  }
  return sum
}

interface Filling {
  readonly joinUpToM: number
  readonly everyM: number
  /** What lies before the first point of the segment. */
  readonly first: Hole
  /** What lies before point `k`, when it is too far away to be joined. */
  readonly holeBefore: (k: number) => Hole
}

function addSegment(
  samples: Sample[],
  points: readonly Sample[],
  { joinUpToM, everyM, first, holeBefore }: Filling,
): void {
  let last: Sample = { ...points[0]!, afterGap: samples.length > 0 ? first : HOLE.none }
  samples.push(last)
  const finish = (end: Sample): void => {
    // What is left of the last step, unless it is less than half of one.
    if (Math.hypot(end.x - last.x, end.y - last.y) >= everyM / 2) samples.push(end)
  }
  for (let i = 1; i < points.length; i += 1) {
    const point = points[i]!
    const before = last
    const distanceM = Math.hypot(point.x - before.x, point.y - before.y)
    if (distanceM >= joinUpToM) {
      finish(points[i - 1]!)
      last = { ...point, afterGap: holeBefore(i) }
      samples.push(last)
      continue
    }
    for (let k = 1; k * everyM <= distanceM; k += 1) {
      last = between(before, point, (k * everyM) / distanceM)
      samples.push(last)
    }
  }
  finish(points.at(-1)!)
}

function between(from: Sample, to: Sample, share: number): Sample {
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    atMs: from.atMs + (to.atMs - from.atMs) * share,
    eleM: from.eleM + (to.eleM - from.eleM) * share,
    afterGap: HOLE.none,
  }
}

function toColumns(samples: readonly Sample[], starts: readonly number[]): WalkSamples {
  const count = samples.length
  const hxs = new Float64Array(count)
  const hys = new Float64Array(count)
  const stepM = new Float64Array(count)
  for (let i = 0; i < count; i += 1) {
    const at = samples[i]!
    const before = at.afterGap !== HOLE.none || i === 0 ? at : samples[i - 1]!
    const next = samples[i + 1]
    const after = !next || next.afterGap !== HOLE.none ? at : next
    const length = Math.hypot(after.x - before.x, after.y - before.y)
    if (length > 0) {
      hxs[i] = (after.x - before.x) / length
      hys[i] = (after.y - before.y) / length
    }
    if (i > 0) stepM[i] = Math.hypot(at.x - samples[i - 1]!.x, at.y - samples[i - 1]!.y)
  }
  return {
    count,
    starts,
    xs: Float64Array.from(samples, ({ x }) => x),
    ys: Float64Array.from(samples, ({ y }) => y),
    hxs,
    hys,
    stepM,
    atMs: Float64Array.from(samples, ({ atMs }) => atMs),
    eleM: Float64Array.from(samples, ({ eleM }) => eleM),
    afterGap: Uint8Array.from(samples, ({ afterGap }) => afterGap),
  }
}
