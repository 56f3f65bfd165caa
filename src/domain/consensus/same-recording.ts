import type { Fix, Track } from '../geo/fix.ts'
import { distanceM } from '../geo/plane.ts'
import { estimateClockOffset } from '../geo/repair/clock-offset.ts'

/** When two recordings are of one outing. */
export interface SameOuting {
  /** This share of the shorter one overlaps in time … */
  readonly overlapShare: number
  /** … and at the same instants they are this near to each other, in the median. */
  readonly synchronousM: number
}

export const SAME_OUTING: SameOuting = { overlapShare: 0.5, synchronousM: 15 }
const COMPARED_INSTANTS = 200
/** Clocks differ by a time zone, or by a receiver's 1,024 weeks and a time zone. */
const ZONES_MS = 14.5 * 3_600_000
const GPS_ERA_MS = 1024 * 7 * 86_400_000
/** With clocks that differ, the two must be as long as each other, in time … */
const DURATION_RATIO = 1.25
/** … lie in one box, within this … */
const BOX_WITHIN_M = 120
/** … and keep together: nine instants of ten within so many times the median that is allowed. */
const KEEP_TOGETHER = 2

/**
 * Whether two tracks record the same outing: one watch exported by two services, or a phone and a
 * watch on one wrist, whatever their clocks say. They must not vote twice. Tracks without times are
 * the same only when their fixes are.
 */
export function isSameRecording(a: Track, b: Track, same: SameOuting = SAME_OUTING): boolean {
  const first = a.segments.flat()
  const second = b.segments.flat()
  if (first.length < 2 || second.length < 2) return false
  if (first.some((fix) => fix.atMs === undefined) || second.some((fix) => fix.atMs === undefined)) {
    return isSameLine(first, second)
  }
  const apart = apartAtSameInstants(first, second, 0, same.overlapShare)
  if (apart && shareOf(apart, 0.5) < same.synchronousM) return true
  return isSameWithOtherClock(a, first, second, same)
}

/** The same walk by its shape and duration, minute by minute, on a clock that is wrong. */
function isSameWithOtherClock(
  a: Track,
  first: readonly Fix[],
  second: readonly Fix[],
  { overlapShare, synchronousM }: SameOuting,
): boolean {
  const [longer, shorter] = [durationMs(first), durationMs(second)].sort((p, q) => q - p)
  if (!(shorter! > 0) || longer! > DURATION_RATIO * shorter!) return false
  const startsMs = Math.abs(first[0]!.atMs! - second[0]!.atMs!)
  const slackMs = ZONES_MS + longer! - shorter!
  if (startsMs > slackMs && Math.abs(startsMs - GPS_ERA_MS) > slackMs) return false
  if (!isSameBox(first, second)) return false
  const offset = estimateClockOffset(a, second)
  if (!offset || offset.apartM >= synchronousM) return false
  const apart = apartAtSameInstants(first, second, offset.offsetMs, overlapShare)
  return (
    apart !== null &&
    shareOf(apart, 0.5) < synchronousM &&
    shareOf(apart, 0.9) < KEEP_TOGETHER * synchronousM
  )
}

/** Sorted distances at the same instants, once `offsetMs` is added to the second clock; null without enough. */
function apartAtSameInstants(
  first: readonly Fix[],
  second: readonly Fix[],
  offsetMs: number,
  overlapShare: number,
): number[] | null {
  const from = Math.max(first[0]!.atMs!, second[0]!.atMs! + offsetMs)
  const to = Math.min(first.at(-1)!.atMs!, second.at(-1)!.atMs! + offsetMs)
  const shorterMs = Math.min(durationMs(first), durationMs(second))
  if (shorterMs <= 0 || to - from <= overlapShare * shorterMs) return null
  const apart: number[] = []
  for (let k = 0; k <= COMPARED_INSTANTS; k += 1) {
    const atMs = from + ((to - from) * k) / COMPARED_INSTANTS
    const p = fixAt(first, atMs)
    const q = fixAt(second, atMs - offsetMs)
    apart.push(distanceM([p.lon, p.lat], [q.lon, q.lat]))
  }
  return apart.sort((x, y) => x - y)
}

function shareOf(sorted: readonly number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))]!
}

function durationMs(fixes: readonly Fix[]): number {
  return fixes.at(-1)!.atMs! - fixes[0]!.atMs!
}

function isSameBox(a: readonly Fix[], b: readonly Fix[]): boolean {
  const corners = [a, b].map((fixes) => {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const { lon, lat } of fixes) {
      west = Math.min(west, lon)
      south = Math.min(south, lat)
      east = Math.max(east, lon)
      north = Math.max(north, lat)
    }
    return { low: [west, south], high: [east, north] }
  })
  return (
    distanceM(corners[0]!.low, corners[1]!.low) < BOX_WITHIN_M &&
    distanceM(corners[0]!.high, corners[1]!.high) < BOX_WITHIN_M
  )
}

function isSameLine(a: readonly Fix[], b: readonly Fix[]): boolean {
  if (a.length !== b.length) return false
  return a.every((fix, i) => fix.lon === b[i]!.lon && fix.lat === b[i]!.lat)
}

/** The place at an instant, between the fixes around it. The fixes are in order of time. */
function fixAt(fixes: readonly Fix[], atMs: number): { lon: number; lat: number } {
  let low = 0
  let high = fixes.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (fixes[middle]!.atMs! <= atMs) low = middle
    else high = middle
  }
  const from = fixes[low]!
  const to = fixes[high]!
  const span = to.atMs! - from.atMs!
  const share = span > 0 ? Math.min(1, Math.max(0, (atMs - from.atMs!) / span)) : 0
  return {
    lon: from.lon + (to.lon - from.lon) * share,
    lat: from.lat + (to.lat - from.lat) * share,
  }
}
