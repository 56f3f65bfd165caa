import { resamplePath, toPath, type Path } from '../geo/chainage.ts'
import { median } from './average.ts'

/** Points compared along each way. */
const SHARES = 100
/** From so many ways on, one much longer or shorter than usual is taken for another way. */
const ENOUGH_WAYS = 4
const LENGTH_RATIO = 1.5

/**
 * The mean of ways that lead from one place to another: point by point at equal shares of length. A
 * way with more vertices weighs more, because a coarse one cuts the corners. Ways may be given in
 * either direction; the result has that of the most central one. Null without any way.
 *
 * Only for ways that share both ends; walks on a trail are partial and go through the matching. On
 * such pieces this plain mean does as well as dynamic time warping (Fränti and Mariescu-Istodor,
 * "Averaging GPS segments: competition 2019", Pattern Recognition 2021).
 */
export function averageWays(ways: readonly Path[]): Path | null {
  const usable = ways.filter(({ lengthM }) => lengthM > 0)
  const usualM = median(usable.map(({ lengthM }) => lengthM))
  const alike =
    usable.length < ENOUGH_WAYS
      ? usable
      : usable.filter(
          ({ lengthM }) => lengthM < LENGTH_RATIO * usualM && lengthM > usualM / LENGTH_RATIO,
        )
  if (alike.length === 0) return null
  const even = alike.map((way) => resamplePath(way, way.lengthM / SHARES))
  const oriented = orient(even)
  const weights = alike.map(({ xs }) => xs.length)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const meanOf = (pick: (way: Path) => Float64Array): Float64Array =>
    Float64Array.from(
      { length: SHARES + 1 },
      (_, k) => oriented.reduce((sum, way, t) => sum + weights[t]! * pick(way)[k]!, 0) / total,
    )
  return toPath(
    meanOf(({ xs }) => xs),
    meanOf(({ ys }) => ys),
  )
}

/** Turns every way round that is nearer to the most central one that way. */
function orient(ways: readonly Path[]): Path[] {
  let centre = ways[0]!
  let least = Infinity
  for (const way of ways) {
    const sum = ways.reduce(
      (s, other) => s + Math.min(apart(way, other), apart(way, turned(other))),
      0,
    )
    if (sum < least) {
      least = sum
      centre = way
    }
  }
  return ways.map((way) => (apart(centre, way) <= apart(centre, turned(way)) ? way : turned(way)))
}

/** Mean distance of two ways at equal shares of length. */
export function apart(a: Path, b: Path): number {
  const count = Math.min(a.xs.length, b.xs.length)
  let sum = 0
  for (let k = 0; k < count; k += 1) sum += Math.hypot(a.xs[k]! - b.xs[k]!, a.ys[k]! - b.ys[k]!)
  return sum / count
}

function turned({ xs, ys }: Path): Path {
  return toPath(xs.slice().reverse(), ys.slice().reverse())
}
