import type { Position } from 'geojson'
import { measureLine } from './chainage.ts'

/**
 * Leaves out the positions of a line that lie within `toleranceM` of what remains (Ramer, 1972;
 * Douglas and Peucker, 1973), in metres on the ground. First and last stay. Not recursive: a line
 * of any length is fine.
 */
export function simplifyLine(positions: readonly Position[], toleranceM: number): Position[] {
  return simplifiedIndices(measureLine(positions).path, toleranceM).map((i) => positions[i]!)
}

/** The same for a path, in whatever unit it has: the indices of the vertices that stay. */
export function simplifiedIndices(path: Vertices, toleranceM: number): number[] {
  const count = path.xs.length
  if (count <= 2) return Array.from({ length: count }, (_, i) => i)
  const stays = new Uint8Array(count)
  stays[0] = stays[count - 1] = 1
  const pending: [number, number][] = [[0, count - 1]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [from, to] = next
    const farthest = farthestFromChord(path, from, to)
    if (farthest.distanceM <= toleranceM) continue
    stays[farthest.index] = 1
    if (farthest.index - from > 1) pending.push([from, farthest.index])
    if (to - farthest.index > 1) pending.push([farthest.index, to])
  }
  return Array.from({ length: count }, (_, i) => i).filter((i) => stays[i] === 1)
}

interface Vertices {
  readonly xs: ArrayLike<number>
  readonly ys: ArrayLike<number>
}

function farthestFromChord(
  { xs, ys }: Vertices,
  from: number,
  to: number,
): { index: number; distanceM: number } {
  const dx = xs[to]! - xs[from]!
  const dy = ys[to]! - ys[from]!
  const squared = dx * dx + dy * dy
  let index = from
  let worst = -1
  for (let i = from + 1; i < to; i += 1) {
    const px = xs[i]! - xs[from]!
    const py = ys[i]! - ys[from]!
    const share = squared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / squared)) : 0
    const distance = Math.hypot(px - share * dx, py - share * dy)
    if (distance > worst) {
      worst = distance
      index = i
    }
  }
  return { index, distanceM: Math.max(0, worst) }
}
