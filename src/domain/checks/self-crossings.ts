import { pointAt, type Path } from '../geo/chainage.ts'
import type { IndexedLine } from '../geo/line-index.ts'
import type { PointM } from '../geo/plane.ts'

/** A place where a line crosses itself: the two chainages at which it passes there. */
export interface SelfCrossing {
  readonly firstM: number
  readonly secondM: number
}

/** How far before and after a meeting the line is looked at, to tell crossing from touching. */
const LOOK_M = 1
const LEAST_LOOK_M = 0.01
/** Directions nearer than this are one: the line runs along itself there. */
const ALONG_RAD = 0.05
/** Segments that end on the other one within this share of their length still meet it. */
const MEETS_SHARE = 1e-6
/** Meetings nearer than this are found once for each segment that ends there. */
const SAME_M = 0.5

/**
 * Where a line crosses itself, in order of the first passage. Touching, and running along itself, is
 * not crossing; crossing in a shared vertex, as routed lines do, is. `n log n`: only segments whose
 * boxes meet are compared.
 */
export function selfCrossings({ path, segments }: IndexedLine): SelfCrossing[] {
  const { xs, ys, chainageM } = path
  const crossings: SelfCrossing[] = []
  for (let i = 0; i < xs.length - 1; i += 1) {
    const near = segments.search(
      Math.min(xs[i]!, xs[i + 1]!),
      Math.min(ys[i]!, ys[i + 1]!),
      Math.max(xs[i]!, xs[i + 1]!),
      Math.max(ys[i]!, ys[i + 1]!),
      (j) => j > i + 1,
    )
    for (const j of near.sort((a, b) => a - b)) {
      const shares = meetingShares(xs, ys, i, j)
      if (!shares) continue
      const crossing = {
        firstM: chainageM[i]! + shares[0] * (chainageM[i + 1]! - chainageM[i]!),
        secondM: chainageM[j]! + shares[1] * (chainageM[j + 1]! - chainageM[j]!),
      }
      if (isSideChange(path, crossing)) crossings.push(crossing)
    }
  }
  crossings.sort((a, b) => a.firstM - b.firstM || a.secondM - b.secondM)
  return crossings.filter(({ firstM, secondM }, k) => {
    const before = crossings[k - 1]
    return !before || firstM - before.firstM > SAME_M || Math.abs(secondM - before.secondM) > SAME_M
  })
}

/** Shares of both segments where they meet; `null` when they do not, or run in parallel. */
function meetingShares(
  xs: Float64Array,
  ys: Float64Array,
  i: number,
  j: number,
): [number, number] | null {
  const ax = xs[i + 1]! - xs[i]!
  const ay = ys[i + 1]! - ys[i]!
  const bx = xs[j + 1]! - xs[j]!
  const by = ys[j + 1]! - ys[j]!
  const cross = ax * by - ay * bx
  if (cross === 0) return null
  const cx = xs[j]! - xs[i]!
  const cy = ys[j]! - ys[i]!
  const s = (cx * by - cy * bx) / cross
  const t = (cx * ay - cy * ax) / cross
  return isWithin(s) && isWithin(t) ? [clamp(s), clamp(t)] : null
}

/** Whether the second passage comes from one side of the first one and leaves on the other. */
function isSideChange(path: Path, { firstM, secondM }: SelfCrossing): boolean {
  const lookM = Math.min(LOOK_M, firstM, path.lengthM - secondM, (secondM - firstM) / 3)
  // Where the line begins or ends it only touches itself.
  if (lookM < LEAST_LOOK_M) return false
  const middle = pointAt(path, firstM)
  const directionTo = (chainageM: number): number => angleFrom(middle, pointAt(path, chainageM))
  const back = directionTo(firstM - lookM)
  const sector = turn(directionTo(firstM + lookM) - back)
  const from = turn(directionTo(secondM - lookM) - back)
  const to = turn(directionTo(secondM + lookM) - back)
  const isAlong = (angle: number): boolean =>
    [0, sector, 2 * Math.PI].some((edge) => Math.abs(angle - edge) < ALONG_RAD)
  return !isAlong(from) && !isAlong(to) && from < sector !== to < sector
}

function angleFrom(middle: PointM, { x, y }: PointM): number {
  return Math.atan2(y - middle.y, x - middle.x)
}

function turn(angle: number): number {
  return ((angle % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI)
}

function isWithin(share: number): boolean {
  return share >= -MEETS_SHARE && share <= 1 + MEETS_SHARE
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share))
}
