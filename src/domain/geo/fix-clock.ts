import { DAY_MS } from '../day.ts'
import type { Fix } from './fix.ts'

/** A fix whose recorder also noted a clock that never goes back. */
export type TimedFix = Fix & { readonly monotonicMs?: number }

/** GPS counts weeks modulo 1,024: a receiver that missed the turn is so much late, to the second. */
const ROLLOVER_MS = 1024 * 7 * DAY_MS
/** How far from a whole number of turns a clock may be and still be one that missed them. */
const ROLLOVER_WITHIN_MS = 2 * DAY_MS

/**
 * What must be added to an instant of a receiver that lost count of its weeks, milliseconds; 0 where
 * `nearMs`, another clock at about the same time, does not say that it did.
 */
export function rolloverMs(atMs: number, nearMs: number): number {
  const turns = Math.round((nearMs - atMs) / ROLLOVER_MS)
  const missesMs = Math.abs(nearMs - atMs - turns * ROLLOVER_MS)
  return turns > 0 && missesMs <= ROLLOVER_WITHIN_MS ? turns * ROLLOVER_MS : 0
}

/** Fixes are taken to have waited when they arrive this much faster than they were made. */
const ARRIVAL_SHARE = 0.3
/** What waits together was made one after the other; a place remembered from another day was not. */
const LONGEST_STEP_MS = 120_000
/** Nothing shorter than this is a wait, milliseconds. */
const LEAST_WAIT_MS = 3000
/** After a wait the clocks agree again as they did before it, within this. */
const AGREE_WITHIN_MS = 10_000

/**
 * The instants by which fixes are ordered and timed, milliseconds from any origin; undefined where a
 * fix has none. That is the clock that never goes back where the recorder noted one, because the wall
 * clock may be set during a walk (promise P14); but fixes that waited while the phone slept, and then
 * arrived together, have the instants at which they were made.
 */
export function fixClock(fixes: readonly TimedFix[]): (number | undefined)[] {
  const clock = fixes.map(({ monotonicMs, atMs }) => monotonicMs ?? atMs)
  for (let i = 0; i < fixes.length; i += 1) {
    const last = lastOfBurst(fixes, i)
    if (last === i) continue
    for (let k = i; k < last; k += 1) {
      clock[k] = clock[last]! - (fixes[last]!.atMs! - fixes[k]!.atMs!)
    }
    i = last
  }
  return clock
}

/** The last of the fixes that waited together with fix `first`; itself when it did not wait. */
function lastOfBurst(fixes: readonly TimedFix[], first: number): number {
  const start = fixes[first]!
  if (start.monotonicMs === undefined || start.atMs === undefined) return first
  let last = first
  for (let k = first + 1; k < fixes.length; k += 1) {
    const { monotonicMs, atMs } = fixes[k]!
    if (monotonicMs === undefined || atMs === undefined) break
    const stepMs = atMs - fixes[k - 1]!.atMs!
    if (stepMs <= 0 || stepMs > LONGEST_STEP_MS) break
    const arrivedMs = monotonicMs - start.monotonicMs
    if (arrivedMs > ARRIVAL_SHARE * (atMs - start.atMs)) break
    last = k
  }
  const madeMs = fixes[last]!.atMs! - start.atMs
  if (last === first || madeMs < LEAST_WAIT_MS) return first
  return goesOn(fixes[first - 1], start, fixes[last]!) ? last : first
}

/** A clock that is set looks alike at first; but it never agrees again. */
function goesOn(before: TimedFix | undefined, first: TimedFix, last: TimedFix): boolean {
  if (before?.monotonicMs === undefined || before.atMs === undefined) return true
  const lead = (fix: TimedFix): number => fix.atMs! - fix.monotonicMs!
  return first.atMs! > before.atMs && Math.abs(lead(last) - lead(before)) <= AGREE_WITHIN_MS
}

/** A wall clock that is farther than this from what it says at the end of a walk was wrong before. */
const WRONG_BY_MS = 30_000

/**
 * The fixes with instants that one clock can have given: where the wall clock was set during the walk,
 * those before are told by the clock as it was in the end, when it had been set right.
 */
export function saneFixes(
  fixes: readonly TimedFix[],
  clock: readonly (number | undefined)[],
): readonly TimedFix[] {
  const leads = fixes
    .slice(-Math.ceil(fixes.length / 4))
    .flatMap(({ atMs, monotonicMs }, i, late) => {
      const at = clock[fixes.length - late.length + i]
      return atMs === undefined || monotonicMs === undefined || at === undefined ? [] : [atMs - at]
    })
  if (leads.length === 0) return fixes
  const lead = leads.sort((a, b) => a - b)[leads.length >> 1]!
  return fixes.map((fix, i) => {
    const at = clock[i]
    if (fix.atMs === undefined || fix.monotonicMs === undefined || at === undefined) return fix
    return Math.abs(fix.atMs - at - lead) > WRONG_BY_MS ? { ...fix, atMs: at + lead } : fix
  })
}
