import { resamplePath, toPath, type Path } from '../geo/chainage.ts'

/** Places of the path are looked at this far apart. */
const STEP_M = 4
/** A turn is seen between the directions over so many places before and after it. */
const REACH = 2
/** Turning by more than about 120 degrees is turning round. */
const TURNS_ROUND = -0.5
/** Whoever turns round twice within so many places, and passes so near to where he was, has not walked. */
const MOST_PLACES = 15
const PASSES_WITHIN_M = 9

/**
 * Cuts the knots of a line: forwards, back and forwards again over the same few metres. Nobody walks
 * so; it is left where pieces of ways were joined. The turning place of an out-and-back turns once,
 * and hairpins have their legs farther apart: both stay.
 */
export function cutKnots(path: Path): Path {
  if (path.lengthM < 3 * STEP_M) return path
  const { xs, ys } = resamplePath(path, STEP_M)
  const turns = turningPlaces(xs, ys)
  const drop = new Uint8Array(xs.length)
  for (let n = 1; n < turns.length; n += 1) {
    const [first, second] = [turns[n - 1]!, turns[n]!]
    if (second - first > MOST_PLACES) continue
    const from = nearestBefore(xs, ys, first, second)
    if (Math.hypot(xs[from]! - xs[second]!, ys[from]! - ys[second]!) > PASSES_WITHIN_M) continue
    if (!goesOn(xs, ys, from, second)) continue
    drop.fill(1, from + 1, second)
    n += 1
  }
  if (!drop.includes(1)) return path
  return toPath(
    xs.filter((_, k) => !drop[k]),
    ys.filter((_, k) => !drop[k]),
  )
}

/** The places where a line turns round: the sharpest of each bend. */
function turningPlaces(xs: Float64Array, ys: Float64Array): number[] {
  const places: { k: number; cos: number }[] = []
  for (let k = REACH; k + REACH < xs.length; k += 1) {
    const cos = turnAt(xs, ys, k, k)
    if (cos > TURNS_ROUND) continue
    const last = places.at(-1)
    if (last && k - last.k <= REACH) {
      if (cos < last.cos) places[places.length - 1] = { k, cos }
    } else places.push({ k, cos })
  }
  return places.map(({ k }) => k)
}

/** Cosine of the angle between the direction into place `a` and the direction out of place `b`. */
function turnAt(xs: Float64Array, ys: Float64Array, a: number, b: number): number {
  const [p, q] = [Math.max(0, a - REACH), Math.min(xs.length - 1, b + REACH)]
  const [inX, inY] = [xs[a]! - xs[p]!, ys[a]! - ys[p]!]
  const [outX, outY] = [xs[q]! - xs[b]!, ys[q]! - ys[b]!]
  const lengths = Math.hypot(inX, inY) * Math.hypot(outX, outY)
  return lengths > 0 ? (inX * outX + inY * outY) / lengths : 1
}

const goesOn = (xs: Float64Array, ys: Float64Array, from: number, to: number): boolean =>
  turnAt(xs, ys, from, to) > -TURNS_ROUND

function nearestBefore(xs: Float64Array, ys: Float64Array, first: number, second: number): number {
  let best = first
  for (let k = Math.max(0, first - MOST_PLACES); k <= first; k += 1) {
    const distance = Math.hypot(xs[k]! - xs[second]!, ys[k]! - ys[second]!)
    if (distance < Math.hypot(xs[best]! - xs[second]!, ys[best]! - ys[second]!)) best = k
  }
  return best
}
