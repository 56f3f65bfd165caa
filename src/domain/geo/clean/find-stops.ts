import type { Position } from 'geojson'
import type { Fix } from '../fix.ts'
import { fromPlane, planeFor, toPlane, type Plane, type PointM } from '../plane.ts'
import { roundDegrees } from '../rounding.ts'

/** A pause: fixes `from` to `to` (indices, both included) drift about one place. */
export interface Stop {
  readonly from: number
  readonly to: number
  /** Time stood still; less than the time between the two fixes, which walk in and out of the place. */
  readonly durationS: number
  readonly at: Position
}

/** A resting receiver stays within this distance of where it is, in forest too. */
const DRIFT_M = 20
/** The walker stayed at least this long in that circle; walking through it takes half a minute. */
const LEAST_S = 75
/** A burst of noise may leave the circle for so long. */
const OUTSIDE_S = 15
/** Two pauses so near in time and place are one. */
const SAME_STOP_S = 30
const SAME_STOP_M = 25
/** Whoever moves this far in this time, more often than not, is walking. */
const PACE_OVER_S = 20
const WALKED_M = 14
/** Walking pace assumed for going in and out of the circle, m/s. */
const USUAL_SPEED_MS = 1.2

/**
 * The pauses in the fixes of one segment, in order. Fixes without a time give none. `speedMS` is the
 * walker's own pace where it is known.
 */
export function findStops(fixes: readonly Fix[], speedMS = USUAL_SPEED_MS): Stop[] {
  if (fixes.some((fix) => fix.atMs === undefined)) return []
  const plane = planeFor(fixes.map(({ lon, lat }) => [lon, lat]))
  const points = fixes.map(({ lon, lat }) => toPlane(plane, lon, lat))
  const rests: Rest[] = []
  for (let i = 0; i < fixes.length;) {
    const rest = restFrom(fixes, points, i)
    if (secondsBetween(fixes, rest.from, rest.to) < LEAST_S || isWalking(fixes, points, rest)) {
      i += stepAfter(fixes, rest)
      continue
    }
    const last = rests.at(-1)
    if (last && isSameRest(fixes, last, rest)) rests[rests.length - 1] = join(last, rest)
    else rests.push(rest)
    i = rest.to + 1
  }
  return rests.map((rest) => toStop(fixes, points, rest, plane, speedMS))
}

/**
 * Whoever walks to and fro for longer than this in one place (a garden, a track of 20 m), or left more
 * fixes there than any receiver does, is not looked at fix by fix: that would take hours for a long
 * recording.
 */
const LONG_S = 900
const MANY_FIXES = 2_000
const LONG_STEP_SHARE = 16

function stepAfter(fixes: readonly Fix[], { from, to }: Rest): number {
  if (secondsBetween(fixes, from, to) < LONG_S && to - from < MANY_FIXES) return 1
  return Math.max(1, Math.floor((to - from) / LONG_STEP_SHARE))
}

interface Rest {
  readonly from: number
  readonly to: number
  readonly x: number
  readonly y: number
}

/** How long the walker stays about the place where fix `from` is. */
function restFrom(fixes: readonly Fix[], points: readonly PointM[], from: number): Rest {
  let x = points[from]!.x
  let y = points[from]!.y
  let inside = 1
  let to = from
  for (let j = from + 1; j < points.length; j += 1) {
    const { x: px, y: py } = points[j]!
    if (Math.hypot(px - x, py - y) <= DRIFT_M) {
      inside += 1
      x += (px - x) / inside
      y += (py - y) / inside
      to = j
    } else if (secondsBetween(fixes, to, j) > OUTSIDE_S) {
      break
    }
  }
  return { from, to, x, y }
}

/** Walking to and fro (hairpins, a look around a chapel) is no pause: the pace gives it away. */
function isWalking(fixes: readonly Fix[], points: readonly PointM[], { from, to }: Rest): boolean {
  const moved: number[] = []
  let j = from
  for (let i = from; i <= to; i += 1) {
    while (j < to && secondsBetween(fixes, i, j) < PACE_OVER_S) j += 1
    if (secondsBetween(fixes, i, j) < PACE_OVER_S) break
    moved.push(Math.hypot(points[j]!.x - points[i]!.x, points[j]!.y - points[i]!.y))
  }
  moved.sort((a, b) => a - b)
  return (moved[moved.length >> 1] ?? 0) > WALKED_M
}

function isSameRest(fixes: readonly Fix[], a: Rest, b: Rest): boolean {
  return (
    secondsBetween(fixes, a.to, b.from) < SAME_STOP_S &&
    Math.hypot(a.x - b.x, a.y - b.y) < SAME_STOP_M
  )
}

function join(a: Rest, b: Rest): Rest {
  const share = (b.to - b.from + 1) / (a.to - a.from + 1 + b.to - b.from + 1)
  return { from: a.from, to: b.to, x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }
}

/** Takes away the walking into the circle and out of it, as far as there was any. */
function toStop(
  fixes: readonly Fix[],
  points: readonly PointM[],
  { from, to, x, y }: Rest,
  plane: Plane,
  speedMS: number,
): Stop {
  const walkedInM = from > 0 ? Math.hypot(points[from]!.x - x, points[from]!.y - y) : 0
  const walkedOutM = to < points.length - 1 ? Math.hypot(points[to]!.x - x, points[to]!.y - y) : 0
  const [lon, lat] = fromPlane(plane, x, y)
  const seconds = secondsBetween(fixes, from, to) - (walkedInM + walkedOutM) / speedMS
  return {
    from,
    to,
    durationS: Math.max(0, Math.round(seconds)),
    at: [roundDegrees(lon), roundDegrees(lat)],
  }
}

function secondsBetween(fixes: readonly Fix[], from: number, to: number): number {
  return (fixes[to]!.atMs! - fixes[from]!.atMs!) / 1000
}
