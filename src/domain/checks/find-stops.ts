import type { Fix, Track } from '../geo/fix.ts'
import { median } from './median.ts'
import { distanceM, planeFor, toPlane, type PointM } from '../geo/plane.ts'

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

/** Two stays in one place, less than this apart, are one. */
const JOIN_WITHIN_MS = 60_000

/**
 * Stays of at least `stopS` seconds inside a circle of `radiusM` around where the stay began.
 * Linear: every fix is looked at once or twice.
 */
export function findStops({ segments }: Track, stopS: number, radiusM: number): Stop[] {
  return segments.flatMap((segment) => joinStops(stopsOfSegment(segment, stopS, radiusM), radiusM))
}

/** A stay during which the receiver wandered off and came back is one stay. */
function joinStops(stops: readonly Stop[], radiusM: number): Stop[] {
  const joined: Stop[] = []
  for (const stop of stops) {
    const last = joined.at(-1)
    const apartM = last ? distanceM([last.lon, last.lat], [stop.lon, stop.lat]) : Infinity
    if (!last || apartM > 1.5 * radiusM || stop.fromAtMs - last.toAtMs > JOIN_WITHIN_MS) {
      joined.push(stop)
      continue
    }
    joined[joined.length - 1] = {
      ...last,
      toAtMs: stop.toAtMs,
      seconds: (stop.toAtMs - last.fromAtMs) / 1000,
      driftM: last.driftM + apartM + stop.driftM,
    }
  }
  return joined
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
      const stop = describeStop(timed, points, first, last, radiusM)
      // What a slow bend leaves of itself is no stay.
      if (stop.seconds >= stopS / 2) stops.push(stop)
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
  radiusM: number,
): Stop {
  const middle = middleOf(points, first, last)
  const isThere = (i: number): boolean =>
    Math.hypot(points[i]!.x - middle.x, points[i]!.y - middle.y) <= radiusM / 2
  // The circle was drawn around the last steps before the stay: they are walking still.
  let from = first
  let to = last
  while (from < to && !isThere(from)) from += 1
  while (to > from && !isThere(to)) to -= 1
  let driftM = 0
  for (let i = from + 1; i <= to; i += 1) {
    driftM += Math.hypot(points[i]!.x - points[i - 1]!.x, points[i]!.y - points[i - 1]!.y)
  }
  const there = fixes.slice(from, to + 1)
  return {
    fromAtMs: fixes[from]!.atMs!,
    toAtMs: fixes[to]!.atMs!,
    seconds: (fixes[to]!.atMs! - fixes[from]!.atMs!) / 1000,
    lon: median(there.map((fix) => fix.lon)),
    lat: median(there.map((fix) => fix.lat)),
    driftM,
  }
}

function middleOf(points: readonly PointM[], first: number, last: number): PointM {
  const stay = points.slice(first, last + 1)
  return { x: median(stay.map(({ x }) => x)), y: median(stay.map(({ y }) => y)) }
}
