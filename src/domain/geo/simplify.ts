import { lineString, simplify } from '@turf/turf'
import type { Position } from 'geojson'
import { measureLine } from './chainage.ts'

/**
 * Longer lines are simplified piece by piece: Turf's own is recursive, and its time grows with the square
 * of what it is given, on a saw of 100,000 teeth beyond all patience.
 */
const MOST_VERTICES = 2000

/**
 * Leaves out the positions of a line that lie within `toleranceM` of what remains (Ramer, 1972;
 * Douglas and Peucker, 1973), in metres on the ground. First and last stay.
 */
export function simplifyLine(positions: readonly Position[], toleranceM: number): Position[] {
  return simplifiedIndices(measureLine(positions).path, toleranceM).map((i) => positions[i]!)
}

/** The same for a path, in whatever unit it has: the indices of the vertices that stay. */
export function simplifiedIndices({ xs, ys }: Vertices, tolerance: number): number[] {
  const count = xs.length
  const kept = count > 0 ? [0] : []
  for (let from = 0; from < count - 1; from += MOST_VERTICES) {
    const to = Math.min(count - 1, from + MOST_VERTICES)
    // The index goes along as an altitude; counted from 1, because Turf drops one of 0.
    const piece = Array.from({ length: to - from + 1 }, (_, k) => [
      xs[from + k]!,
      ys[from + k]!,
      k + 1,
    ])
    const line = simplify(lineString(piece), { tolerance, highQuality: true, mutate: true })
    kept.push(...line.geometry.coordinates.slice(1).map((place) => from + place[2]! - 1))
  }
  return kept
}

interface Vertices {
  readonly xs: ArrayLike<number>
  readonly ys: ArrayLike<number>
}
