import type { Fix, Track } from '../geo/fix.ts'
import { planeFor, toPlane, type PointM } from '../geo/plane.ts'

/** A stay in one place during a recording. */
export interface Stop {
  readonly fromAtMs: number
  readonly toAtMs: number
  readonly seconds: number
  /** The middle of the stay. */
  readonly lon: number
  readonly lat: number
  /** Drift recorded during the stay, metres: it is no walking. */
  readonly driftM: number
}

/**
 * Stays of at least `stopS` seconds inside a circle of `radiusM` around where the stay began.
 * Linear: every fix is looked at once or twice.
 */
export function findStops({ segments }: Track, stopS: number, radiusM: number): Stop[] {
  return segments.flatMap((segment) => stopsOfSegment(segment, stopS, radiusM))
}

function stopsOfSegment(segment: readonly Fix[], stopS: number, radiusM: number): Stop[] {
  const timed = everySecond(segment)
  const plane = planeFor(timed.map(({ lon, lat }) => [lon, lat]))
  const points = timed.map(({ lon, lat }) => toPlane(plane, lon, lat))
  const stops: Stop[] = []
  let first = 0
  while (first < timed.length) {
    const last = stayUntil(points, first, radiusM)
    const seconds = (timed[last]!.atMs! - timed[first]!.atMs!) / 1000
    if (last > first && seconds >= stopS) {
      stops.push(describeStop(timed, points, first, last, seconds))
      first = last + 1
    } else first += 1
  }
  return stops
}

/** At most one fix a second, in order of time: a stay then never has more fixes than seconds. */
function everySecond(segment: readonly Fix[]): Fix[] {
  let lastMs = -Infinity
  return segment.filter(({ atMs }) => {
    if (atMs === undefined || atMs - lastMs < 1000) return false
    lastMs = atMs
    return true
  })
}

function stayUntil(points: readonly PointM[], first: number, radiusM: number): number {
  const { x, y } = points[first]!
  let last = first
  while (
    last + 1 < points.length &&
    Math.hypot(points[last + 1]!.x - x, points[last + 1]!.y - y) <= radiusM
  ) {
    last += 1
  }
  return last
}

function describeStop(
  fixes: readonly Fix[],
  points: readonly PointM[],
  first: number,
  last: number,
  seconds: number,
): Stop {
  const count = last - first + 1
  let driftM = 0
  let lon = 0
  let lat = 0
  for (let i = first; i <= last; i += 1) {
    lon += fixes[i]!.lon / count
    lat += fixes[i]!.lat / count
    if (i > first) {
      driftM += Math.hypot(points[i]!.x - points[i - 1]!.x, points[i]!.y - points[i - 1]!.y)
    }
  }
  return {
    fromAtMs: fixes[first]!.atMs!,
    toAtMs: fixes[last]!.atMs!,
    seconds,
    lon,
    lat,
    driftM,
  }
}
