import type { Fix } from '../fix.ts'
import { distanceM } from '../plane.ts'

/** Nobody walks or runs a trail faster, m/s. The walking profile of offline map recorders. */
const IMPOSSIBLE_SPEED_MS = 8
/** A there-and-back leap is looked at from this speed on: brisk for a walker, usual for a spike. */
const LEAP_SPEED_MS = 2.5
const LEAP_M = 25
/** The leap comes back: the direct way is shorter than this share of the way by the spike. */
const LEAP_RETURN_SHARE = 0.45
/** So many fixes in a row that agree with each other are believed, however far they leapt. */
const SECOND_CHANCE_FIXES = 4

/**
 * The indices of fixes that are spikes: places where the walker cannot have been.
 *
 * A fix too far from the last good one is not thrown away at once: it becomes a candidate, and when
 * the next fixes go on from it, the leap was real (a lift, a lost signal) and all of them stay.
 * Fixes without a time are only tested for there-and-back leaps.
 */
export function findSpikes(fixes: readonly Fix[]): Set<number> {
  const spikes = new Set<number>()
  let good = -1
  let candidates: number[] = []
  for (let i = 0; i < fixes.length; i += 1) {
    if (good < 0 || isReachable(fixes[good]!, fixes[i]!)) {
      for (const candidate of candidates) spikes.add(candidate)
      candidates = []
      good = i
      continue
    }
    const last = candidates.at(-1)
    if (last !== undefined && !isReachable(fixes[last]!, fixes[i]!)) {
      for (const candidate of candidates) spikes.add(candidate)
      candidates = []
    }
    candidates.push(i)
    if (candidates.length >= SECOND_CHANCE_FIXES) {
      candidates = []
      good = i
    }
  }
  if (candidates.length < SECOND_CHANCE_FIXES) for (const i of candidates) spikes.add(i)
  addLeaps(fixes, spikes)
  return spikes
}

/** The fixes without their spikes. */
export function despike<T extends Fix>(fixes: readonly T[]): T[] {
  const spikes = findSpikes(fixes)
  return spikes.size === 0 ? [...fixes] : fixes.filter((_, i) => !spikes.has(i))
}

function isReachable(from: Fix, to: Fix): boolean {
  const seconds = secondsBetween(from, to)
  if (seconds === null) return true
  return metresBetween(from, to) <= IMPOSSIBLE_SPEED_MS * Math.max(seconds, 1)
}

/** Slow sampling hides the speed of a spike; its shape, there and back at once, still shows. */
function addLeaps(fixes: readonly Fix[], spikes: Set<number>): void {
  const kept = fixes.map((_, i) => i).filter((i) => !spikes.has(i))
  for (let k = 1; k < kept.length - 1; k += 1) {
    const [before, at, after] = [fixes[kept[k - 1]!]!, fixes[kept[k]!]!, fixes[kept[k + 1]!]!]
    const there = metresBetween(before, at)
    if (there < LEAP_M) continue
    const back = metresBetween(at, after)
    if (back < LEAP_M) continue
    if (metresBetween(before, after) > LEAP_RETURN_SHARE * (there + back)) continue
    const fast = (metres: number, seconds: number | null): boolean =>
      seconds !== null && metres > LEAP_SPEED_MS * Math.max(seconds, 1)
    if (fast(there, secondsBetween(before, at)) && fast(back, secondsBetween(at, after))) {
      spikes.add(kept[k]!)
      k += 1
    }
  }
}

function secondsBetween(from: Fix, to: Fix): number | null {
  return from.atMs === undefined || to.atMs === undefined ? null : (to.atMs - from.atMs) / 1000
}

function metresBetween(from: Fix, to: Fix): number {
  return distanceM([from.lon, from.lat], [to.lon, to.lat])
}
