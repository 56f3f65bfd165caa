import type { ParsedLine } from '../formats/parsed-file.ts'
import { estimateClockOffset, type ClockOffset } from '../geo/repair/clock-offset.ts'
import type { FilledHole, Fix, GapMarker, RecorderName, Track } from '../geo/fix.ts'
import { distanceM } from '../geo/plane.ts'
import { repairTrack, type Repair } from '../geo/repair/repair-track.ts'
import { notRecorded } from './rules/tim-05-not-recorded.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Why a file cannot fill any hole. Words: `watch.refusal.<why>`. */
export type NoRepair = 'no-hole' | 'not-recorded' | 'other-walk' | 'nothing-in-holes'

export type RepairProposal =
  | {
      readonly ok: true
      readonly repair: Repair
      /** What it would fill: shown before anything is kept. */
      readonly filled: readonly FilledHole[]
      /** The clocks, when the two recordings have a way in common; else the file's own is believed. */
      readonly clock: ClockOffset | null
    }
  | { readonly ok: false; readonly why: NoRepair }

/** Without a way in common, its clock is believed when it was somewhere near at the right time. */
const NOTHING_IN_COMMON = 0
/** Recordings that meet at the same instants and are farther apart than this are of two walks. */
const OTHER_WALK_M = 150

/**
 * What a file of another recorder could fill in a walk, by time and place; nothing is changed. Only its
 * fixes inside holes are taken: the rest of the file is none of our business.
 */
export function proposeRepair(
  track: Track,
  lines: readonly ParsedLine[],
  by: RecorderName,
): RepairProposal {
  if (track.gaps.length === 0) return { ok: false, why: 'no-hole' }
  const recorded = recordedLines(lines)
  if (recorded.length === 0) return { ok: false, why: 'not-recorded' }
  const { fixes, gaps } = joined(recorded)
  const clock = estimateClockOffset(track, fixes)
  if (!clock && contradicts(track, fixes)) return { ok: false, why: 'other-walk' }
  const clockOffsetMs = clock?.offsetMs ?? NOTHING_IN_COMMON
  const repair = insideHoles(track, { by, clockOffsetMs, fixes, gaps })
  const filled = newlyFilled(track, repairTrack(track, [repair]))
  if (filled.length > 0) return { ok: true, repair, filled, clock }
  return { ok: false, why: repair.fixes.length > 0 ? 'other-walk' : 'nothing-in-holes' }
}

/** The tracks of a file that somebody walked: with times, and not spread over a drawing. */
export function recordedLines(lines: readonly ParsedLine[]): readonly Track[] {
  return lines
    .map(({ track }) => track)
    .filter((track) => track.recorded)
    .filter((track) => notRecorded.run({ track }, THRESHOLDS['TIM-05']).length === 0)
}

/**
 * Tracks one after the other, with a mark wherever the file itself starts anew. Of two that overlap in
 * time (a recording, and the same one corrected) the first is taken. Fixes without a time are left out.
 */
export function joined(tracks: readonly Track[]): {
  readonly fixes: readonly (Fix & { readonly atMs: number })[]
  readonly gaps: readonly GapMarker[]
} {
  const fixes: (Fix & { readonly atMs: number })[] = []
  const gaps: GapMarker[] = []
  const spans: { fromMs: number; toMs: number }[] = []
  for (const { segments } of tracks) {
    const timed = segments
      .map((segment) => segment.flatMap((fix) => (hasTime(fix) ? [fix] : [])))
      .filter((segment) => segment.length > 0)
    const instants = timed.flat().map(({ atMs }) => atMs)
    const fromMs = instants.reduce((a, b) => Math.min(a, b), Infinity)
    const toMs = instants.reduce((a, b) => Math.max(a, b), -Infinity)
    if (spans.some((span) => fromMs < span.toMs && toMs > span.fromMs)) continue
    if (instants.length > 0) spans.push({ fromMs, toMs })
    for (const segment of timed) {
      if (fixes.length > 0) gaps.push({ reason: 'file', afterIndex: fixes.length - 1 })
      fixes.push(...segment)
    }
  }
  return { fixes, gaps }
}

function hasTime(fix: Fix): fix is Fix & { readonly atMs: number } {
  return fix.atMs !== undefined
}

/** At the same instants by their own clocks, but elsewhere: another walker, or another day's file. */
function contradicts(track: Track, fixes: readonly Fix[]): boolean {
  const second = ({ atMs }: Fix): number => Math.round(atMs! / 1000)
  const own = new Map(
    track.segments
      .flat()
      .filter(hasTime)
      .map((fix) => [second(fix), fix]),
  )
  let met = 0
  let apart = 0
  for (const fix of fixes) {
    const near = own.get(second(fix))
    if (!near) continue
    met += 1
    if (distanceM([near.lon, near.lat], [fix.lon, fix.lat]) > OTHER_WALK_M) apart += 1
  }
  return met > 0 && apart > met / 2
}

/** Only the fixes that lie in a hole go along, with a mark where others lay between them. */
function insideHoles({ gaps: holes }: Track, repair: Repair): Repair {
  const isInside = ({ atMs }: Fix): boolean =>
    holes.some(
      ({ fromAtMs, toAtMs }) =>
        fromAtMs !== undefined &&
        toAtMs !== undefined &&
        atMs! + repair.clockOffsetMs > fromAtMs &&
        atMs! + repair.clockOffsetMs < toAtMs,
    )
  const kept = repair.fixes.map((fix, index) => ({ fix, index })).filter(({ fix }) => isInside(fix))
  const gaps = kept.flatMap(({ index }, i): GapMarker[] => {
    const next = kept[i + 1]
    if (!next) return []
    const own = repair.gaps.find(({ afterIndex }) => afterIndex >= index && afterIndex < next.index)
    if (own) return [{ reason: own.reason, afterIndex: i }]
    return next.index > index + 1 ? [{ reason: 'file', afterIndex: i }] : []
  })
  return { ...repair, fixes: kept.map(({ fix }) => fix), gaps }
}

function newlyFilled(before: Track, after: Track): readonly FilledHole[] {
  const known = new Set((before.filled ?? []).map(({ fromAtMs }) => fromAtMs))
  return (after.filled ?? []).filter(({ fromAtMs }) => !known.has(fromAtMs))
}
