import { resamplePath, toPath, type Path } from '../geo/chainage.ts'
import { findAbsences, type WalkMatch } from '../geo/match/match-walk.ts'
import { apart, averageWays } from './average-ways.ts'
import { median } from './average.ts'
import type { Stations } from './stations.ts'

/** A station with less than this share of the usual support is not where people walk. */
const WEAK_SHARE = 0.4
/** Shorter weak stretches are noise. */
const WEAK_STATIONS = 4
/**
 * The bounds of a repair are taken so many stations outside the weak stretch: near it if enough
 * tracks are on the line there already, else farther out.
 */
const MARGINS = [3, 8, 16]
/** A way this near to the line is the line. */
const SAME_WAY_M = 20
const COMPARED_SHARES = 20
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
  support: Uint16Array,
  matches: readonly WalkMatch[],
  leastVotes: number,
): Path {
  const usual = median([...support].filter((tracks) => tracks > 0))
  if (Number.isNaN(usual)) return stations.path
  const { xs, ys } = stations.path
  const newXs: number[] = []
  const newYs: number[] = []
  let done = 0
  const avoided = countAvoiding(stations, matches)
  const isWeak = (k: number): boolean =>
    support[k]! < WEAK_SHARE * usual || (avoided[k]! > 0 && support[k]! <= avoided[k]!)
  for (const { from, to } of weakRuns(support.length, isWeak)) {
    const enough = Math.max(2, leastVotes, WEAK_SHARE * usual)
    const bounds = MARGINS.map((margin) => ({ a: from - margin, b: to + margin }))
      .filter(({ a, b }) => a >= done && b < xs.length)
      .map(({ a, b }) => ({ a, b, ways: waysOf(matches, a * stations.stepM, b * stations.stepM) }))
      .find(({ ways }) => ways.length >= enough)
    if (!bounds) continue
    const { a, b, ways } = bounds
    const way = usualWay(ways)
    if (staysNear(way, stations, a, b)) continue
    for (let k = done; k <= a; k += 1) push(xs[k]!, ys[k]!)
    way.xs.forEach((x, i) => push(x, way.ys[i]!))
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

/** How many tracks left the line before each station and came back to it after. */
function countAvoiding({ path, stepM }: Stations, matches: readonly WalkMatch[]): Uint16Array {
  const avoiding = new Uint16Array(path.xs.length)
  for (const match of matches) {
    for (const { from, to } of findAbsences(match)) {
      const before = match.alongM[from - 1]
      const after = match.alongM[to + 1]
      if (before === undefined || after === undefined) continue
      const low = Math.min(before, after)
      const high = Math.max(before, after)
      if (high - low > LONGEST_BRANCH_M) continue
      if (match.samples.afterGap.subarray(from, to + 2).includes(1)) continue
      for (let k = Math.ceil(low / stepM); k <= high / stepM; k += 1) avoiding[k]! += 1
    }
  }
  return avoiding
}

function staysNear(way: Path, { path }: Stations, a: number, b: number): boolean {
  for (let i = 0; i < way.xs.length; i += 1) {
    let nearest = Infinity
    for (let k = a; k <= b; k += 1) {
      const distance = Math.hypot(way.xs[i]! - path.xs[k]!, way.ys[i]! - path.ys[k]!)
      nearest = Math.min(nearest, distance)
    }
    if (nearest > SAME_WAY_M) return false
  }
  return true
}

function waysOf(matches: readonly WalkMatch[], fromM: number, toM: number): Path[] {
  return matches.flatMap((match) => waysBetween(match, fromM, toM))
}

/** The ways a track took from one chainage to another, in the direction of the stations. */
function waysBetween(match: WalkMatch, fromM: number, toM: number): Path[] {
  const { alongM, samples } = match
  const ways: Path[] = []
  for (const direction of [1, -1]) {
    const startM = direction === 1 ? fromM : toM
    const endM = direction === 1 ? toM : fromM
    let start = -1
    for (let i = 0; i < samples.count; i += 1) {
      if (samples.afterGap[i]) start = -1
      if (match.direction[i] !== direction) continue
      if (isAt(alongM[i]!, startM)) start = i
      if (start >= 0 && isAt(alongM[i]!, endM)) {
        const xs = samples.xs.slice(start, i + 1)
        const ys = samples.ys.slice(start, i + 1)
        ways.push(direction === 1 ? toPath(xs, ys) : toPath(xs.reverse(), ys.reverse()))
        start = -1
      }
    }
  }
  return ways
}

function isAt(alongM: number, placeM: number): boolean {
  return Math.abs(alongM - placeM) <= 8
}
