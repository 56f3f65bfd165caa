import { resamplePath, toPath, type Path } from '../geo/chainage.ts'
import { findAbsences, type WalkMatch } from '../geo/match/match-walk.ts'
import { apart, averageWays } from './average-ways.ts'
import { median, type Averages } from './average.ts'
import type { CrossSections } from './cross-sections.ts'
import type { Stations } from './stations.ts'
import type { WitnessedWalks } from './witnesses.ts'

/** A station with less than this share of the usual support is not where people walk. */
const WEAK_SHARE = 0.4
/** Shorter weak stretches are noise. */
const WEAK_STATIONS = 4
/**
 * The bounds of a repair are taken so many stations outside the weak stretch: near it if enough
 * tracks are on the line there already, else farther out.
 */
const MARGINS = [4, 10, 20]
/** A way this near to the line is the line. */
const SAME_WAY_M = 20
const COMPARED_SHARES = 20
/** A sample is at a place when its chainage is this near. */
const AT_WITHIN_M = 8
/** Places of a way this near to where it is let in may lie on the wrong side of it. */
const LET_IN_WITHIN_M = 40
/** Tracks that leave the line for longer than this went somewhere else altogether. */
const LONGEST_BRANCH_M = 1500

/**
 * Replaces stretches that almost nobody walked (a detour or spike of the seed, or a trail that was
 * moved), or that no more tracks walked than avoided, by the way that the tracks take from one side
 * of the stretch to the other: the mean of those that go like the one of median length (of two, the
 * shorter). Returns the same path when there is nothing to repair.
 */
export function repairBranches(
  stations: Stations,
  { support, columns }: Averages,
  walks: WitnessedWalks,
  leastVotes: number,
): Path {
  const usual = median([...support].filter((tracks) => tracks > 0))
  if (Number.isNaN(usual)) return stations.path
  const { xs, ys } = stations.path
  const newXs: number[] = []
  const newYs: number[] = []
  let done = 0
  const avoided = countAvoiding(stations, walks, columns)
  const isWeak = (k: number): boolean =>
    support[k]! < WEAK_SHARE * usual || (avoided[k]! > 0 && support[k]! <= avoided[k]!)
  for (const { from, to } of weakRuns(support.length, isWeak)) {
    const enough = Math.max(2, leastVotes, WEAK_SHARE * usual)
    const bounds = MARGINS.map((margin) => ({ a: from - margin, b: to + margin }))
      .filter(({ a, b }) => a >= done && b < xs.length)
      .map(({ a, b }) => ({ a, b, ways: waysOf(walks, a * stations.stepM, b * stations.stepM) }))
      .find(({ ways }) => countWitnesses(ways) >= enough)
    if (!bounds) continue
    const { a, b, ways } = bounds
    const way = usualWay(ways.map(({ path }) => path))
    if (staysNear(way, piece(stations.path, a, b)) && staysNear(piece(stations.path, a, b), way)) {
      continue
    }
    for (let k = done; k <= a; k += 1) push(xs[k]!, ys[k]!)
    const { xs: wayXs, ys: wayYs } = between(way, stations, a, b)
    wayXs.forEach((x, i) => push(x, wayYs[i]!))
    done = b
  }
  if (done === 0) return stations.path
  for (let k = done; k < xs.length; k += 1) push(xs[k]!, ys[k]!)
  return toPath(Float64Array.from(newXs), Float64Array.from(newYs))

  function push(x: number, y: number): void {
    newXs.push(x)
    newYs.push(y)
  }
}

function usualWay(ways: Path[]): Path {
  const middle = ways.sort((p, q) => p.lengthM - q.lengthM)[(ways.length - 1) >> 1]!
  const even = (way: Path): Path => resamplePath(way, way.lengthM / COMPARED_SHARES)
  const alike = ways.filter((way) => apart(even(way), even(middle)) < SAME_WAY_M)
  return averageWays(alike) ?? middle
}

function weakRuns(
  count: number,
  isWeak: (station: number) => boolean,
): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = []
  for (let k = 0; k < count; k += 1) {
    if (!isWeak(k)) continue
    const from = k
    while (k + 1 < count && isWeak(k + 1)) k += 1
    const last = runs.at(-1)
    if (last && from - last.to <= 2 * MARGINS[0]!) last.to = k
    else runs.push({ from, to: k })
  }
  return runs.filter(({ from, to }) => to - from + 1 >= WEAK_STATIONS)
}

/** How many witnesses left the line before each station and came back to it after. */
export function countAvoiding(
  { path, stepM }: Stations,
  { matches, witnesses }: WitnessedWalks,
  columns: CrossSections,
): Uint16Array {
  const avoiding = new Uint16Array(path.xs.length)
  const last = new Int32Array(path.xs.length).fill(-1)
  const inOrder = matches
    .map((match, t) => ({ match, witness: witnesses.of[t]! }))
    .sort((a, b) => a.witness - b.witness)
  for (const { match, witness } of inOrder) {
    for (const { from, to } of findAbsences(match)) {
      const before = match.alongM[from - 1]
      const after = match.alongM[to + 1]
      if (before === undefined || after === undefined) continue
      const low = Math.min(before, after)
      const high = Math.max(before, after)
      if (high - low > LONGEST_BRANCH_M) continue
      if (match.samples.afterGap.subarray(from, to + 2).includes(1)) continue
      for (let k = Math.ceil(low / stepM); k <= high / stepM; k += 1) {
        // On a folded way one may leave one leg and walk the other: that is no other way.
        if (last[k] !== witness && Number.isNaN(columns[witness]![k]!)) avoiding[k]! += 1
        last[k] = witness
      }
    }
  }
  return avoiding
}

function piece({ xs, ys }: Path, from: number, to: number): Path {
  return toPath(xs.slice(from, to + 1), ys.slice(from, to + 1))
}

/** A way without what lies behind station `a` and before station `b`: no step back where it is let in. */
function between({ xs, ys }: Path, { path, txs, tys }: Stations, a: number, b: number): Path {
  const ahead = (i: number, k: number): boolean =>
    (xs[i]! - path.xs[k]!) * txs[k]! + (ys[i]! - path.ys[k]!) * tys[k]! > 0
  const nearest = (i: number, k: number): boolean =>
    Math.hypot(xs[i]! - path.xs[k]!, ys[i]! - path.ys[k]!) < LET_IN_WITHIN_M
  let from = 0
  let to = xs.length
  for (let i = 0; i < xs.length && nearest(i, a); i += 1) if (!ahead(i, a)) from = i + 1
  for (let i = xs.length - 1; i >= from && nearest(i, b); i -= 1) if (ahead(i, b)) to = i
  return toPath(xs.slice(from, to), ys.slice(from, to))
}

/** Whether every place of a way is near the other. */
function staysNear(way: Path, other: Path): boolean {
  for (let i = 0; i < way.xs.length; i += 1) {
    let nearest = Infinity
    for (let k = 0; k < other.xs.length; k += 1) {
      const distance = Math.hypot(way.xs[i]! - other.xs[k]!, way.ys[i]! - other.ys[k]!)
      nearest = Math.min(nearest, distance)
    }
    if (nearest > SAME_WAY_M) return false
  }
  return true
}

interface WitnessedWay {
  readonly path: Path
  readonly witness: number
}

function countWitnesses(ways: readonly WitnessedWay[]): number {
  return new Set(ways.map(({ witness }) => witness)).size
}

function waysOf(
  { matches, witnesses }: WitnessedWalks,
  fromM: number,
  toM: number,
): WitnessedWay[] {
  return matches.flatMap((match, t) =>
    waysBetween(match, fromM, toM).map((path) => ({ path, witness: witnesses.of[t]! })),
  )
}

/**
 * The ways a track took from one chainage to another, in the direction of the stations. On a folded
 * way, to be at a place is to be at any of the places beside it, going the right way there.
 */
function waysBetween(match: WalkMatch, fromM: number, toM: number): Path[] {
  const { samples } = match
  const [from, to] = [passagesAt(match, fromM), passagesAt(match, toM)]
  const ways: Path[] = []
  for (const direction of [1, -1]) {
    const [begin, end] = direction === 1 ? [from, to] : [to, from]
    let start = -1
    for (let i = 0; i < samples.count; i += 1) {
      if (samples.afterGap[i]) start = -1
      if (isAt(match, i, begin, direction)) start = i
      if (start < 0 || !isAt(match, i, end, direction)) continue
      const xs = samples.xs.slice(start, i + 1)
      const ys = samples.ys.slice(start, i + 1)
      ways.push(direction === 1 ? toPath(xs, ys) : toPath(xs.reverse(), ys.reverse()))
      start = -1
    }
  }
  return ways
}

/** A place of the line, and in which direction of the stations the line runs there. */
interface Passage {
  readonly alongM: number
  readonly sense: number
}

function passagesAt({ model: { folds, stepM } }: WalkMatch, alongM: number): Passage[] {
  const bin = Math.round(alongM / stepM)
  const passages = [{ alongM, sense: 1 }]
  for (let t = folds.start[bin] ?? 0; t < (folds.start[bin + 1] ?? 0); t += 1) {
    passages.push({ alongM: folds.twins[t]! * stepM, sense: folds.senses[t]! })
  }
  return passages
}

function isAt(
  match: WalkMatch,
  i: number,
  passages: readonly Passage[],
  direction: number,
): boolean {
  return passages.some(
    ({ alongM, sense }) =>
      match.direction[i] === direction * sense &&
      Math.abs(match.alongM[i]! - alongM) <= AT_WITHIN_M,
  )
}
