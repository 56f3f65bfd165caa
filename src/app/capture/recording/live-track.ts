import type { Position } from 'geojson'
import type { GapReason } from '../../../domain/geo/fix.ts'
import { distanceM } from '../../../domain/geo/plane.ts'
import type { RecordedFix } from '../../../domain/observation/fix-file.ts'

/** A fix worse than this is stored, and not drawn. */
const DRAWN_ACCURACY_M = 25
/** Closer than this to the last drawn place, standing still is not walking. */
const STEP_M = 3
/** Two fixes farther apart are not joined by a line (promise P03). */
const JUMP_M = 100

export interface LiveGap {
  readonly reason: GapReason
  readonly fromAtMs: number
  readonly toAtMs: number
}

/** What the recording screen draws while it records: derived from the fixes, never stored. */
export interface LiveTrack {
  readonly segments: Position[][]
  readonly gaps: LiveGap[]
}

export function emptyLiveTrack(): LiveTrack {
  return { segments: [], gaps: [] }
}

/**
 * Adds one fix in place (four hours are 14,400 of them). The end-of-walk check derives the track again,
 * with every rule; this is the cheap drawing meanwhile.
 */
export function extendLiveTrack(
  track: LiveTrack,
  fix: RecordedFix,
  previous: RecordedFix | null,
  gap: GapReason | null,
): void {
  if (gap && previous) {
    track.gaps.push({ reason: gap, fromAtMs: previous.atMs, toAtMs: fix.atMs })
    track.segments.push([])
  }
  if ((fix.accuracyM ?? 0) > DRAWN_ACCURACY_M) return
  const position: Position = [fix.lon, fix.lat]
  const segment = track.segments.at(-1)
  const last = segment?.at(-1)
  if (!segment) {
    track.segments.push([position])
    return
  }
  if (!last) {
    segment.push(position)
    return
  }
  const stepM = distanceM(last, position)
  if (stepM < STEP_M) return
  if (stepM > JUMP_M) {
    track.segments.push([position])
    return
  }
  segment.push(position)
}
