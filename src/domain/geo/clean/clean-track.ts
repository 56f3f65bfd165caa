import type { Fix, Track } from '../fix.ts'
import { planeFor, toPlane, type PointM } from '../plane.ts'
import { despike } from './despike.ts'
import { findStops } from './find-stops.ts'

/** Fixes nearer than this to the last one kept are left out … */
const DECIMATE_M = 3
/** … unless the way turns there by more than this. */
const TURN_COS = Math.cos(Math.PI / 6)

/**
 * A lighter track for drawing: without spikes, one fix for each pause, one fix every 3 m or where
 * the way turns. Every fix that stays is the recorded one; segments and gaps are the same. A drawn
 * line is returned as it is.
 */
export function cleanTrack(track: Track): Track {
  if (!track.recorded) return track
  return { ...track, segments: track.segments.map(cleanSegment) }
}

function cleanSegment(segment: readonly Fix[]): readonly Fix[] {
  const fixes = collapseStops(despike(segment))
  return fixes.length > 2 ? decimate(fixes) : fixes
}

/** Each pause becomes its one fix that is nearest to the middle of the drift. */
export function collapseStops(fixes: readonly Fix[]): Fix[] {
  const kept: Fix[] = []
  let next = 0
  for (const { from, to, at } of findStops(fixes)) {
    kept.push(...fixes.slice(next, from))
    const nearest = fixes
      .slice(from, to + 1)
      .reduce((best, fix) => (apart(fix, at) < apart(best, at) ? fix : best))
    kept.push(nearest)
    next = to + 1
  }
  kept.push(...fixes.slice(next))
  return kept
}

/** Squared difference in degrees, longitude foreshortened: enough to compare neighbours. */
function apart({ lon, lat }: Fix, at: readonly number[]): number {
  const shrink = Math.cos((lat * Math.PI) / 180)
  return ((lon - at[0]!) * shrink) ** 2 + (lat - at[1]!) ** 2
}

function decimate(fixes: readonly Fix[]): Fix[] {
  const plane = planeFor(fixes.map(({ lon, lat }) => [lon, lat]))
  const points = fixes.map(({ lon, lat }) => toPlane(plane, lon, lat))
  const kept = [0]
  for (let i = 1; i < fixes.length - 1; i += 1) {
    const last = points[kept.at(-1)!]!
    const here = points[i]!
    const movedM = Math.hypot(here.x - last.x, here.y - last.y)
    if (movedM >= DECIMATE_M || (movedM > DECIMATE_M / 3 && turns(last, here, points[i + 1]!))) {
      kept.push(i)
    }
  }
  kept.push(fixes.length - 1)
  return kept.map((i) => fixes[i]!)
}

function turns(a: PointM, b: PointM, c: PointM): boolean {
  const inX = b.x - a.x
  const inY = b.y - a.y
  const outX = c.x - b.x
  const outY = c.y - b.y
  const lengths = Math.hypot(inX, inY) * Math.hypot(outX, outY)
  return lengths > 0 && inX * outX + inY * outY < TURN_COS * lengths
}
