import { findSpikes } from './clean/despike.ts'
import type { Fix, Gap, GapMarker, GapReason, Track } from './fix.ts'
import { distanceM } from './plane.ts'

/** A fix whose recorder also noted a clock that never goes back. */
export type TimedFix = Fix & { readonly monotonicMs?: number }

/** A hole longer than this is never crossed by a line (promise P03). */
export const GAP_S = 30
/** Two neighbouring fixes farther apart than this are not joined either (promise P03). */
export const GAP_M = 100
/** A fix worse than this is never used for a line. */
const WORST_ACCURACY_M = 50
/** A fix worse than this is used only where nothing better is near in time. */
const GOOD_ACCURACY_M = 25
const BETTER_NEIGHBOUR_S = 10
/** A receiver that has just woken up: its first fixes give way to a far better one. */
const COLD_START_FIXES = 3
/** How far a fix may look ahead to tell a disordered fix from a clock that was set back. */
const CLOCK_LOOKAHEAD_FIXES = 5

/**
 * Turns fixes into a track: segments of believable fixes, and a typed gap wherever the recording
 * has a hole. The fixes themselves are passed on untouched; some are left out (spikes, useless
 * accuracy, out of order, cold start) and none is invented.
 *
 * `markers` are the holes whose reason the recorder knows, by index into `fixes`; every other hole
 * is `signal-lost` (over 30 s), `jump` (over 100 m) or `clock` (the clock was set). Without any
 * time the fixes are a drawn line: only the markers cut it, and the track is not `recorded`.
 *
 * Thresholds: the recorder defaults compared in peers such as OpenTracks (30 s, 50 m accuracy) and
 * Trailence (cold start).
 */
export function deriveTrack(fixes: readonly TimedFix[], markers: readonly GapMarker[] = []): Track {
  const recorded = fixes.some((fix) => fix.atMs !== undefined)
  const kept = recorded ? believableFixes(fixes) : fixes.map((_, i) => i)
  const segments: Fix[][] = []
  const gaps: Gap[] = []
  let previous = -1
  for (const i of kept) {
    const reason = previous < 0 ? null : gapReason(fixes, previous, i, markers, recorded)
    if (previous < 0 || reason) segments.push([])
    if (reason) gaps.push(gapBetween(reason, fixes[previous]!, fixes[i]!))
    segments.at(-1)!.push(fixes[i]!)
    previous = i
  }
  return { segments, gaps, recorded }
}

/** The indices of the fixes that may be part of a line, in order. */
function believableFixes(fixes: readonly TimedFix[]): number[] {
  const ordered = dropDisordered(fixes)
  const accurate = dropInaccurate(fixes, ordered)
  const warm = dropColdStart(fixes, accurate)
  const spikes = findSpikes(warm.map((i) => clocked(fixes[i]!)))
  return warm.filter((_, k) => !spikes.has(k))
}

/**
 * Leaves out fixes that are not later than the one before (the same fix twice, a late arrival).
 * A clock that was set back is something else: there the following fixes go on from the new time,
 * and nothing is left out.
 */
function dropDisordered(fixes: readonly TimedFix[]): number[] {
  const kept: number[] = []
  let lastMs = -Infinity
  for (let i = 0; i < fixes.length; i += 1) {
    const atMs = clockMs(fixes[i]!)
    if (atMs === undefined || atMs > lastMs || isClockSetBack(fixes, i, lastMs)) {
      kept.push(i)
      lastMs = atMs ?? lastMs
    }
  }
  return kept
}

function isClockSetBack(fixes: readonly TimedFix[], index: number, lastMs: number): boolean {
  if (clockMs(fixes[index]!) === lastMs) return false
  const ahead = fixes.slice(index + 1, index + 1 + CLOCK_LOOKAHEAD_FIXES)
  return ahead.length > 0 && ahead.every((fix) => (clockMs(fix) ?? -Infinity) < lastMs)
}

function dropInaccurate(fixes: readonly TimedFix[], indices: readonly number[]): number[] {
  return indices.filter((index, k) => {
    const { accuracyM } = fixes[index]!
    if (accuracyM === undefined || accuracyM <= GOOD_ACCURACY_M) return true
    if (accuracyM > WORST_ACCURACY_M) return false
    return !hasBetterNeighbour(fixes, indices, k)
  })
}

function hasBetterNeighbour(
  fixes: readonly TimedFix[],
  indices: readonly number[],
  k: number,
): boolean {
  const atMs = clockMs(fixes[indices[k]!]!)
  if (atMs === undefined) return false
  for (const step of [-1, 1]) {
    for (let n = k + step; n >= 0 && n < indices.length; n += step) {
      const other = fixes[indices[n]!]!
      const otherMs = clockMs(other)
      if (otherMs === undefined || Math.abs(otherMs - atMs) > BETTER_NEIGHBOUR_S * 1000) break
      if ((other.accuracyM ?? Infinity) <= GOOD_ACCURACY_M) return true
    }
  }
  return false
}

function dropColdStart(fixes: readonly TimedFix[], indices: readonly number[]): number[] {
  const accuracies = indices.slice(0, COLD_START_FIXES + 1).map((i) => fixes[i]!.accuracyM)
  const best = Math.min(...accuracies.map((accuracyM) => accuracyM ?? Infinity))
  const bestAt = accuracies.indexOf(best)
  const cold = accuracies
    .slice(0, Math.max(0, bestAt))
    .filter((m) => m !== undefined && m > 2 * best)
  return indices.slice(bestAt > 0 && cold.length === bestAt ? bestAt : 0)
}

function gapReason(
  fixes: readonly TimedFix[],
  from: number,
  to: number,
  markers: readonly GapMarker[],
  recorded: boolean,
): GapReason | null {
  const marker = markers.find(({ afterIndex }) => afterIndex >= from && afterIndex < to)
  if (marker) return marker.reason
  if (!recorded) return null
  const a = fixes[from]!
  const b = fixes[to]!
  const fromMs = clockMs(a)
  const toMs = clockMs(b)
  if (fromMs !== undefined && toMs !== undefined) {
    if (toMs < fromMs) return 'clock'
    if (toMs - fromMs > GAP_S * 1000) return 'signal-lost'
  }
  return distanceM([a.lon, a.lat], [b.lon, b.lat]) > GAP_M ? 'jump' : null
}

function gapBetween(reason: GapReason, from: Fix, to: Fix): Gap {
  return {
    reason,
    ...(from.atMs === undefined ? {} : { fromAtMs: from.atMs }),
    ...(to.atMs === undefined ? {} : { toAtMs: to.atMs }),
  }
}

/** The monotonic clock where there is one: the wall clock may be set during a walk (promise P14). */
function clockMs(fix: TimedFix): number | undefined {
  return fix.monotonicMs ?? fix.atMs
}

function clocked(fix: TimedFix): Fix {
  const atMs = clockMs(fix)
  return atMs === undefined ? fix : { ...fix, atMs }
}
