import type { Fix, Track } from '../geo/fix.ts'
import { distanceM } from '../geo/plane.ts'

/** When two recordings are of one outing. */
export interface SameOuting {
  /** This share of the shorter one overlaps in time … */
  readonly overlapShare: number
  /** … and at the same instants they are this near to each other, in the median. */
  readonly synchronousM: number
}

const SAME_OUTING: SameOuting = { overlapShare: 0.5, synchronousM: 15 }
const COMPARED_INSTANTS = 200

/**
 * Whether two tracks record the same outing: one watch exported by two services, or a phone and a
 * watch on one wrist. They must not vote twice. Tracks without times are the same only when their
 * fixes are.
 */
export function isSameRecording(
  a: Track,
  b: Track,
  { overlapShare, synchronousM }: SameOuting = SAME_OUTING,
): boolean {
  const first = a.segments.flat()
  const second = b.segments.flat()
  if (first.length < 2 || second.length < 2) return false
  if (first.some((fix) => fix.atMs === undefined) || second.some((fix) => fix.atMs === undefined)) {
    return isSameLine(first, second)
  }
  const from = Math.max(first[0]!.atMs!, second[0]!.atMs!)
  const to = Math.min(first.at(-1)!.atMs!, second.at(-1)!.atMs!)
  const shorter = Math.min(
    first.at(-1)!.atMs! - first[0]!.atMs!,
    second.at(-1)!.atMs! - second[0]!.atMs!,
  )
  if (shorter <= 0 || to - from <= overlapShare * shorter) return false
  const apart: number[] = []
  for (let k = 0; k <= COMPARED_INSTANTS; k += 1) {
    const atMs = from + ((to - from) * k) / COMPARED_INSTANTS
    const p = fixAt(first, atMs)
    const q = fixAt(second, atMs)
    apart.push(distanceM([p.lon, p.lat], [q.lon, q.lat]))
  }
  apart.sort((x, y) => x - y)
  return apart[apart.length >> 1]! < synchronousM
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
