import type { Path } from '../geo/chainage.ts'

/** Length of the segment that ends at vertex `i`, metres. */
export function legM({ chainageM }: Path, i: number): number {
  return chainageM[i]! - chainageM[i - 1]!
}

/** How much a path turns at a vertex, degrees: 0 goes straight on, 180 turns back. */
export function bendDeg({ xs, ys }: Path, i: number): number {
  const ax = xs[i]! - xs[i - 1]!
  const ay = ys[i]! - ys[i - 1]!
  const bx = xs[i + 1]! - xs[i]!
  const by = ys[i + 1]! - ys[i]!
  return (Math.atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by) * 180) / Math.PI
}
