import { despike } from '../clean/despike.ts'
import type { Fix, Track } from '../fix.ts'
import { toPlane, type Plane } from '../plane.ts'

/** Distance between two samples of a walk. */
export const SAMPLE_M = 8
/** Recorded fixes farther apart are not joined by invented samples. */
const INTERPOLATE_UP_TO_M = 60
/** Vertices of a drawn line farther apart than this draw nothing that can be walked. */
const DENSIFY_UP_TO_M = 3000

/**
 * A walk sampled by distance, in the trail's plane: standing still and the drift that comes with it
 * give few samples, whatever the recorder's rhythm.
 */
export interface WalkSamples {
  readonly count: number
  readonly xs: Float64Array
  readonly ys: Float64Array
  /** Unit heading; 0, 0 where the walk gives none. */
  readonly hxs: Float64Array
  readonly hys: Float64Array
  /** Straight distance from the sample before. */
  readonly stepM: Float64Array
  /** Milliseconds since 1970; NaN where the recording has no time. */
  readonly atMs: Float64Array
  /** 1 where nothing was recorded between this sample and the one before. */
  readonly afterGap: Uint8Array
}

interface Sample {
  readonly x: number
  readonly y: number
  readonly atMs: number
  readonly afterGap: boolean
}

/**
 * Samples a track every 8 m. Recorded segments are despiked first and never bridged; a drawn line
 * is densified, up to vertices 3 km apart.
 */
export function sampleTrack(track: Track, plane: Plane): WalkSamples {
  const samples: Sample[] = []
  for (const segment of track.segments) {
    const fixes = track.recorded ? despike(segment) : segment
    addSegment(samples, fixes, plane, track.recorded ? INTERPOLATE_UP_TO_M : DENSIFY_UP_TO_M)
  }
  return toColumns(samples)
}

function addSegment(
  samples: Sample[],
  fixes: readonly Fix[],
  plane: Plane,
  interpolateUpToM: number,
): void {
  let last: Sample | null = null
  for (const fix of fixes) {
    const { x, y } = toPlane(plane, fix.lon, fix.lat)
    const here: Sample = { x, y, atMs: fix.atMs ?? NaN, afterGap: !last && samples.length > 0 }
    const before: Sample = last ?? here
    const distanceM = Math.hypot(x - before.x, y - before.y)
    if (!last) {
      last = here
      samples.push(here)
    } else if (distanceM >= interpolateUpToM) {
      last = here
      samples.push(here)
    } else {
      for (let k = 1; k * SAMPLE_M <= distanceM; k += 1) {
        last = between(before, here, (k * SAMPLE_M) / distanceM)
        samples.push(last)
      }
    }
  }
}

function between(from: Sample, to: Sample, share: number): Sample {
  return {
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
    atMs: from.atMs + (to.atMs - from.atMs) * share,
    afterGap: false,
  }
}

function toColumns(samples: readonly Sample[]): WalkSamples {
  const count = samples.length
  const hxs = new Float64Array(count)
  const hys = new Float64Array(count)
  const stepM = new Float64Array(count)
  for (let i = 0; i < count; i += 1) {
    const at = samples[i]!
    const before = at.afterGap || i === 0 ? at : samples[i - 1]!
    const next = samples[i + 1]
    const after = !next || next.afterGap ? at : next
    const length = Math.hypot(after.x - before.x, after.y - before.y)
    if (length > 0) {
      hxs[i] = (after.x - before.x) / length
      hys[i] = (after.y - before.y) / length
    }
    if (i > 0) stepM[i] = Math.hypot(at.x - samples[i - 1]!.x, at.y - samples[i - 1]!.y)
  }
  return {
    count,
    xs: Float64Array.from(samples, ({ x }) => x),
    ys: Float64Array.from(samples, ({ y }) => y),
    hxs,
    hys,
    stepM,
    atMs: Float64Array.from(samples, ({ atMs }) => atMs),
    afterGap: Uint8Array.from(samples, ({ afterGap }) => (afterGap ? 1 : 0)),
  }
}
