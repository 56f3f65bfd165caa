import { despike } from './clean/despike.ts'
import { findStops, type Stop } from './clean/find-stops.ts'
import type { Fix, Track } from './fix.ts'
import { HOLE, holesOf, isWalkable, type Hole } from './hole.ts'
import { distanceM } from './plane.ts'

/** How the time of a walk was spent. */
export interface MovingTime {
  readonly movingS: number
  readonly elapsedS: number
  readonly stops: readonly TimedStop[]
}

export interface TimedStop {
  readonly fromAtMs: number
  readonly toAtMs: number
  readonly durationS: number
  readonly at: Stop['at']
}

/** Bounds of a walker's pace over a whole walk, m/s. */
const SLOWEST_MS = 0.6
const FASTEST_MS = 3
/** Pace is read off places this far apart in time: noise of some metres is then small. */
const PACE_OVER_S = 60

/**
 * Time on the move: what elapsed, less the pauses. In a hole of the recording that a walker can have
 * walked through he is taken to have done so at his usual pace, and to have paused for the rest; a
 * declared pause, a jump or a lift is no walking at all. Null without times.
 *
 * `gapLengthsM` is how far the walker went in each hole, by `gapLengthsOnTrail`, NaN where nothing may
 * be supposed; without it the straight way is all that is known.
 */
export function movingTime(track: Track, gapLengthsM?: readonly number[]): MovingTime | null {
  const first = track.segments.find((segment) => segment.length > 0)?.[0]
  const last = track.segments.findLast((segment) => segment.length > 0)?.at(-1)
  if (first?.atMs === undefined || last?.atMs === undefined) return null
  const elapsedS = Math.max(0, (last.atMs - first.atMs) / 1000 - clockErrorS(track))
  const segments = track.segments.map((segment) => despike(segment))
  const speedMS = usualSpeedMS(segments)
  const holes = holesOf(track)
  const stops: TimedStop[] = []
  let stoodS = 0
  segments.forEach((fixes, s) => {
    for (const stop of findStops(fixes, speedMS)) {
      stoodS += stop.durationS
      stops.push({
        fromAtMs: fixes[stop.from]!.atMs!,
        toAtMs: fixes[stop.to]!.atMs!,
        durationS: stop.durationS,
        at: stop.at,
      })
    }
    const next = segments[s + 1]
    if (next && track.gaps[s]?.reason !== 'clock')
      stoodS += pausedInGapS(fixes.at(-1), next[0], holes[s]!, gapLengthsM?.[s], speedMS)
  })
  return { movingS: Math.max(0, Math.round(elapsedS - stoodS)), elapsedS, stops }
}

/** Seconds that the wall clock was set forward during the walk, less those it was set back. */
function clockErrorS({ gaps }: Track): number {
  return gaps.reduce((sum, { reason, fromAtMs = 0, toAtMs = 0 }) => {
    return reason === 'clock' ? sum + (toAtMs - fromAtMs) / 1000 : sum
  }, 0)
}

function pausedInGapS(
  before: Fix | undefined,
  after: Fix | undefined,
  hole: Hole,
  lengthM: number | undefined,
  speedMS: number,
): number {
  if (before?.atMs === undefined || after?.atMs === undefined) return 0
  const seconds = Math.max(0, (after.atMs - before.atMs) / 1000)
  const straightM = distanceM([before.lon, before.lat], [after.lon, after.lat])
  const isClosed = hole === HOLE.closed || Number.isNaN(lengthM) || !isWalkable(straightM, seconds)
  if (isClosed) return seconds
  return Math.max(0, seconds - Math.max(lengthM ?? 0, straightM) / speedMS)
}

/** The median pace over minutes of walking; pauses are slower and do not reach the median's side. */
function usualSpeedMS(segments: readonly (readonly Fix[])[]): number {
  const speeds: number[] = []
  for (const fixes of segments) {
    let from = fixes[0]
    for (const to of fixes) {
      if (!from || to.atMs! - from.atMs! < PACE_OVER_S * 1000) continue
      const seconds = (to.atMs! - from.atMs!) / 1000
      const speed = distanceM([from.lon, from.lat], [to.lon, to.lat]) / seconds
      if (speed >= SLOWEST_MS) speeds.push(Math.min(FASTEST_MS, speed))
      from = to
    }
  }
  speeds.sort((a, b) => a - b)
  return speeds[speeds.length >> 1] ?? 1.2
}
