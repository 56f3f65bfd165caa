import type { IndexedLine } from '../geo/line-index.ts'

/** A place where a line crosses itself: the two chainages at which it passes there. */
export interface SelfCrossing {
  readonly firstM: number
  readonly secondM: number
}

/**
 * Where a line properly crosses itself, in order of the first passage. Touching, and running along
 * itself, is not crossing. `n log n`: only segments whose boxes meet are compared.
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
      const shares = crossingShares(xs, ys, i, j)
      if (!shares) continue
      crossings.push({
        firstM: chainageM[i]! + shares[0] * (chainageM[i + 1]! - chainageM[i]!),
        secondM: chainageM[j]! + shares[1] * (chainageM[j + 1]! - chainageM[j]!),
      })
    }
  }
  return crossings.sort((a, b) => a.firstM - b.firstM || a.secondM - b.secondM)
}

/** Shares of both segments where they cross strictly inside each other; else `null`. */
function crossingShares(
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
  return s > 0 && s < 1 && t > 0 && t < 1 ? [s, t] : null
}
