import { toPath, type Path } from '../geo/chainage.ts'
import type { WalkMatch } from '../geo/match/match-walk.ts'
import { median } from './average.ts'
import type { Stations } from './stations.ts'
import type { WitnessedWalks } from './witnesses.ts'

/** Reach of a tip, in stations: where the line comes in and goes out again. */
const REACH = 4
/** A hairpin whose legs are farther apart than this is a bend, not a turning place. */
const LEGS_WITHIN_M = 12
/** Samples matched this near to the tip belong to it. */
const AROUND_M = 45
/** Tracks that end farther inside are partial walks and do not say where the trail ends. */
const ENDS_WITHIN_M = 25
/** Tips are not moved farther than this in one round. */
const MOST_MOVED_M = 40
/** At most so many stations on either side of a tip are cut off. */
const MOST_CUT = 8

/** A place where the line ends or turns back on itself, and the direction that points out of it. */
interface Tip {
  readonly station: number
  readonly ux: number
  readonly uy: number
  readonly isEnd: boolean
}

/** How far out of a tip a walk came, and how far to its left. */
interface Reached {
  readonly alongM: number
  readonly acrossM: number
}

/**
 * Puts the ends of the line and the turning places of an out-and-back where the tracks turn. There
 * a cross-section says nothing, and every smoothing pulls the tip in a little more.
 */
export function mendTips(
  path: Path,
  stations: Stations,
  walks: WitnessedWalks,
  leastVotes: number,
): Path {
  const xs = [...path.xs]
  const ys = [...path.ys]
  for (const tip of findTips(stations).reverse()) {
    const x = xs[tip.station]!
    const y = ys[tip.station]!
    const reached = reachedBy(walks, tip, stations, x, y)
    if (reached.length < leastVotes) continue
    const outM = median(reached.map(({ alongM }) => alongM))
    const sideM = median(reached.map(({ acrossM }) => acrossM))
    if (Math.abs(outM) > MOST_MOVED_M) continue
    const target = {
      x: x + outM * tip.ux - sideM * tip.uy,
      y: y + outM * tip.uy + sideM * tip.ux,
    }
    const isBeyond = (k: number): boolean =>
      (xs[k]! - target.x) * tip.ux + (ys[k]! - target.y) * tip.uy > -1
    let from = isBeyond(tip.station) ? tip.station : tip.station + (tip.station > 0 ? 1 : 0)
    let to = isBeyond(tip.station) ? tip.station + 1 : from
    if (to > from) {
      while (from > 0 && tip.station - from < MOST_CUT && isBeyond(from - 1)) from -= 1
      while (to < xs.length && to - tip.station < MOST_CUT && isBeyond(to)) to += 1
    }
    xs.splice(from, to - from, target.x)
    ys.splice(from, to - from, target.y)
  }
  return toPath(Float64Array.from(xs), Float64Array.from(ys))
}

/** How far each witness came: of several walks of one, the middle one. */
function reachedBy(
  { matches, witnesses }: WitnessedWalks,
  tip: Tip,
  stations: Stations,
  x: number,
  y: number,
): Reached[] {
  const reached = new Map<number, Reached[]>()
  matches.forEach((match, t) => {
    const witness = witnesses.of[t]!
    const here = farthestPoint(match, tip, stations, x, y)
    if (here.length > 0) reached.set(witness, [...(reached.get(witness) ?? []), ...here])
  })
  return [...reached.values()].map((own) => ({
    alongM: median(own.map(({ alongM }) => alongM)),
    acrossM: median(own.map(({ acrossM }) => acrossM)),
  }))
}

function findTips({ path, txs, tys, ring }: Stations): Tip[] {
  const { xs, ys } = path
  const last = xs.length - 1
  const tips: Tip[] = []
  if (!ring && last > 2 * REACH) tips.push(tipAt(0, REACH, true))
  for (let k = REACH; k <= last - REACH; k += 1) {
    const turn = txs[k - 3]! * txs[k + 3]! + tys[k - 3]! * tys[k + 3]!
    if (turn > -0.7) continue
    const legs = Math.hypot(xs[k - REACH]! - xs[k + REACH]!, ys[k - REACH]! - ys[k + REACH]!)
    if (legs > LEGS_WITHIN_M) continue
    const tip = farthestOut(k)
    if (tips.at(-1)?.station !== tip.station) tips.push(tip)
    k = tip.station + REACH
  }
  if (!ring && last > 2 * REACH) tips.push(tipAt(last, last - REACH, true))
  return tips

  function tipAt(station: number, inside: number, isEnd: boolean): Tip {
    const dx = xs[station]! - xs[inside]!
    const dy = ys[station]! - ys[inside]!
    const length = Math.hypot(dx, dy) || 1
    return { station, ux: dx / length, uy: dy / length, isEnd }
  }

  function farthestOut(k: number): Tip {
    const ux = txs[k - 3]! - txs[k + 3]!
    const uy = tys[k - 3]! - tys[k + 3]!
    const length = Math.hypot(ux, uy) || 1
    let station = k
    for (let j = k - REACH; j <= k + REACH; j += 1) {
      if ((xs[j]! - xs[station]!) * ux + (ys[j]! - ys[station]!) * uy > 0) station = j
    }
    return { station, ux: ux / length, uy: uy / length, isEnd: false }
  }
}

/** How far out, and to which side, a track came at a tip; none when it did not come there. */
function farthestPoint(
  { samples, alongM, model }: WalkMatch,
  { station, ux, uy, isEnd }: Tip,
  { stepM }: Stations,
  x: number,
  y: number,
): Reached[] {
  let first = -1
  let last = -1
  let best = -1
  let farthest = -Infinity
  for (let i = 0; i < samples.count; i += 1) {
    if (Number.isNaN(alongM[i]!)) continue
    if (first < 0) first = i
    last = i
    if (Math.abs(alongM[i]! - station * stepM) > AROUND_M) continue
    const out = (samples.xs[i]! - x) * ux + (samples.ys[i]! - y) * uy
    if (out > farthest) {
      farthest = out
      best = i
    }
  }
  if (best < 0) return []
  if (isEnd) {
    const nearEnd = (i: number): boolean =>
      Math.abs(alongM[i]! - station * stepM) < ENDS_WITHIN_M ||
      (model.closed &&
        Math.abs(Math.abs(alongM[i]! - station * stepM) - model.lengthM) < ENDS_WITHIN_M)
    if (!nearEnd(first) && !nearEnd(last)) return []
  }
  const acrossM = (samples.ys[best]! - y) * ux - (samples.xs[best]! - x) * uy
  return [{ alongM: farthest, acrossM }]
}
