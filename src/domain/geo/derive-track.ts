import { findSpikes } from './clean/despike.ts'
import { fixClock, saneFixes, type TimedFix } from './fix-clock.ts'
import type { Fix, Gap, GapMarker, GapReason, Track } from './fix.ts'
import { distanceM } from './plane.ts'

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
/** It is awake by then: the first fix of a sparse recorder is a place on the way like any other. */
const COLD_START_S = 30
/** First fixes so much older than the next ones are of another place and day, remembered by the receiver. */
const STALE_START_S = 600
/** Where no recorder says when it heard them, only a wait so many times longer tells them. */
const STALE_WITHOUT_CLOCK = 18
/** How far a fix may look ahead to tell a disordered fix from a clock that was set back. */
const CLOCK_LOOKAHEAD_FIXES = 5

/**
 * Turns fixes into a track: segments of believable fixes, and a typed gap wherever the recording
 * has a hole. The fixes themselves are passed on untouched, but for instants of a wall clock that was
 * wrong for a while; some are left out (spikes, useless accuracy, out of order, cold start) and none is
 * invented.
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
  const timed: TimedFixes = { fixes, clock: fixClock(fixes) }
  const kept = recorded ? believableFixes(timed) : fixes.map((_, i) => i)
  const sane = saneFixes(fixes, timed.clock)
  const segments: Fix[][] = []
  const gaps: Gap[] = []
  let previous = -1
  for (const i of kept) {
    const reason = previous < 0 ? null : gapReason(timed, previous, i, markers, recorded)
    if (previous < 0 || reason) segments.push([])
    if (reason) gaps.push(gapBetween(reason, sane[previous]!, sane[i]!))
    segments.at(-1)!.push(sane[i]!)
    previous = i
  }
  return { segments, gaps, recorded }
}

/** Fixes, and the instants that order them. */
interface TimedFixes {
  readonly fixes: readonly TimedFix[]
  readonly clock: readonly (number | undefined)[]
}

/** The indices of the fixes that may be part of a line, in order. */
function believableFixes(timed: TimedFixes): number[] {
  const { fixes, clock } = timed
  const ordered = dropDisordered(timed)
  const fresh = dropStaleStart(timed, ordered)
  const accurate = dropInaccurate(timed, fresh)
  const warm = dropColdStart(timed, accurate)
  const spikes = findSpikes(warm.map((i) => clocked(fixes[i]!, clock[i])))
  return warm.filter((_, k) => !spikes.has(k))
}

/**
 * Leaves out fixes that are not later than the one before (the same fix twice, a late arrival), and
 * those that say word for word what was said before (a stretch played again). A clock that was set
 * back is something else: there the following fixes go on from the new time, and nothing is left out.
 */
function dropDisordered({ fixes, clock }: TimedFixes): number[] {
  const kept: number[] = []
  const words = (i: number): string => `${fixes[i]!.atMs} ${fixes[i]!.lon} ${fixes[i]!.lat}`
  /** Filled when a fix first speaks of a time that was spoken of before. */
  let said: Set<string> | null = null
  let latestMs = -Infinity
  let lastMs = -Infinity
  for (let i = 0; i < fixes.length; i += 1) {
    const ownMs = fixes[i]!.atMs
    const atMs = clock[i]
    if (ownMs !== undefined && ownMs <= latestMs) {
      said ??= new Set(kept.map(words))
      if (said.has(words(i))) continue
    }
    latestMs = Math.max(latestMs, ownMs ?? -Infinity)
    if (atMs === undefined || atMs > lastMs || isClockSetBack(clock, i, lastMs)) {
      kept.push(i)
      said?.add(words(i))
      lastMs = atMs ?? lastMs
    }
  }
  return kept
}

function isClockSetBack(
  clock: readonly (number | undefined)[],
  index: number,
  lastMs: number,
): boolean {
  if (clock[index] === lastMs) return false
  const ahead = clock.slice(index + 1, index + 1 + CLOCK_LOOKAHEAD_FIXES)
  return ahead.length > 0 && ahead.every((atMs) => (atMs ?? -Infinity) < lastMs)
}

/**
 * Leaves out first fixes that the receiver remembered from elsewhere: by their own clock they are far
 * older than what follows. With the recorder's clock beside it, ten minutes are enough; without, hours.
 */
function dropStaleStart({ fixes, clock }: TimedFixes, indices: readonly number[]): number[] {
  for (let k = Math.min(COLD_START_FIXES, indices.length - COLD_START_FIXES); k > 0; k -= 1) {
    const [last, next] = [indices[k - 1]!, indices[k]!]
    const olderMs = (fixes[next]!.atMs ?? NaN) - (fixes[last]!.atMs ?? NaN)
    const isHeard = fixes[next]!.monotonicMs !== undefined
    const waitedMs = isHeard
      ? olderMs - (clock[next]! - clock[last]!)
      : olderMs / STALE_WITHOUT_CLOCK
    if (waitedMs > STALE_START_S * 1000) return indices.slice(k)
  }
  return [...indices]
}

function dropInaccurate(timed: TimedFixes, indices: readonly number[]): number[] {
  return indices.filter((index, k) => {
    const { accuracyM } = timed.fixes[index]!
    if (accuracyM === undefined || accuracyM <= GOOD_ACCURACY_M) return true
    if (accuracyM > WORST_ACCURACY_M) return false
    return !hasBetterNeighbour(timed, indices, k)
  })
}

function hasBetterNeighbour(
  { fixes, clock }: TimedFixes,
  indices: readonly number[],
  k: number,
): boolean {
  const atMs = clock[indices[k]!]
  if (atMs === undefined) return false
  for (const step of [-1, 1]) {
    for (let n = k + step; n >= 0 && n < indices.length; n += step) {
      const otherMs = clock[indices[n]!]
      if (otherMs === undefined || Math.abs(otherMs - atMs) > BETTER_NEIGHBOUR_S * 1000) break
      if ((fixes[indices[n]!]!.accuracyM ?? Infinity) <= GOOD_ACCURACY_M) return true
    }
  }
  return false
}

function dropColdStart({ fixes, clock }: TimedFixes, indices: readonly number[]): number[] {
  const startMs = clock[indices[0] ?? 0] ?? 0
  const accuracies = indices
    .slice(0, COLD_START_FIXES + 1)
    .filter((i) => (clock[i] ?? 0) - startMs <= COLD_START_S * 1000)
    .map((i) => fixes[i]!.accuracyM)
  const best = Math.min(...accuracies.map((accuracyM) => accuracyM ?? Infinity))
  const bestAt = accuracies.indexOf(best)
  const cold = accuracies
    .slice(0, Math.max(0, bestAt))
    .filter((m) => m !== undefined && m > 2 * best)
  return indices.slice(bestAt > 0 && cold.length === bestAt ? bestAt : 0)
}

function gapReason(
  { fixes, clock }: TimedFixes,
  from: number,
  to: number,
  markers: readonly GapMarker[],
  recorded: boolean,
): GapReason | null {
  const a = fixes[from]!
  const b = fixes[to]!
  const [fromMs, toMs] = [clock[from], clock[to]]
  const stepM = distanceM([a.lon, a.lat], [b.lon, b.lat])
  const marker = markers.find(({ afterIndex }) => afterIndex >= from && afterIndex < to)
  if (marker && !(waited(b, toMs) && LATE_NEWS.has(marker.reason) && !isHole())) {
    return marker.reason
  }
  if (!recorded) return null
  if (fromMs !== undefined && toMs !== undefined) {
    if (toMs < fromMs) return 'clock'
    if (toMs - fromMs > GAP_S * 1000) return 'signal-lost'
  }
  return stepM > GAP_M ? 'jump' : null

  function isHole(): boolean {
    return stepM > GAP_M || toMs! - fromMs! > GAP_S * 1000
  }
}

/** A recorder tells these while it hears nothing: what arrives later may take them back. */
const LATE_NEWS: ReadonlySet<GapReason> = new Set<GapReason>(['signal-lost', 'hidden', 'clock'])

/** Whether a fix was made well before it was heard. */
function waited({ monotonicMs }: TimedFix, madeMs: number | undefined): boolean {
  return monotonicMs !== undefined && madeMs !== undefined && madeMs < monotonicMs
}

function gapBetween(reason: GapReason, from: Fix, to: Fix): Gap {
  return {
    reason,
    ...(from.atMs === undefined ? {} : { fromAtMs: from.atMs }),
    ...(to.atMs === undefined ? {} : { toAtMs: to.atMs }),
  }
}

function clocked(fix: TimedFix, atMs: number | undefined): Fix {
  return atMs === undefined || atMs === fix.atMs ? fix : { ...fix, atMs }
}
