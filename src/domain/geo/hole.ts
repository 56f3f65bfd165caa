import { WALKED_THROUGH, type Fix, type GapReason, type Track } from './fix.ts'
import { distanceM } from './plane.ts'

/** What may be supposed of the time between two fixes that are not joined. */
export const HOLE = {
  /** No hole: the fixes are joined. */
  none: 0,
  /** The recorder's own rhythm: a fix each minute or each 100 m is not a loss. */
  rhythm: 1,
  /** Nothing was recorded, and whoever carried it may have walked on. */
  open: 2,
  /** Nothing was recorded, and nothing may be supposed: a pause, a jump. */
  closed: 3,
} as const
export type Hole = (typeof HOLE)[keyof typeof HOLE]

/** The fastest a walker goes on over a whole hole, m/s, and what two fixes err by together. */
const FASTEST_MS = 2
const ERROR_M = 50
/** Where no clock says how long a hole lasted, only this much may have been walked in it. */
const TIMELESS_M = 100
/** A step of a sparse recorder is no longer than this many usual ones, nor than this. */
const RHYTHM_STEPS = 2.5
const RHYTHM_M = 500

/** Whether a walker can have gone so far in a hole. `seconds` is NaN where no clock says. */
export function isWalkable(lengthM: number, seconds: number): boolean {
  return lengthM <= (seconds > 0 ? FASTEST_MS * seconds + ERROR_M : TIMELESS_M)
}

/** Tells holes apart by the rhythm of the recorder that made a track. */
export function holeTeller({ segments }: Track): (reason: GapReason, from?: Fix, to?: Fix) => Hole {
  const usualS = usualStepS(segments)
  return (reason, from, to) => {
    if (!WALKED_THROUGH.has(reason)) return HOLE.closed
    if (from?.atMs === undefined || to?.atMs === undefined) return HOLE.open
    const seconds = (to.atMs - from.atMs) / 1000
    const straightM = distanceM([from.lon, from.lat], [to.lon, to.lat])
    const inRhythm = seconds > 0 && seconds <= RHYTHM_STEPS * usualS && straightM <= RHYTHM_M
    return inRhythm && isWalkable(straightM, seconds) ? HOLE.rhythm : HOLE.open
  }
}

/** The holes of a track, one for each of its gaps. */
export function holesOf(track: Track): Hole[] {
  const tell = holeTeller(track)
  const { segments, gaps } = track
  return gaps.map(({ reason }, s) => tell(reason, segments[s]?.at(-1), segments[s + 1]?.[0]))
}

/** The median time from one fix to the next, holes included, seconds; 0 without times. */
function usualStepS(segments: Track['segments']): number {
  const steps: number[] = []
  let before: number | undefined
  for (const segment of segments) {
    for (const { atMs } of segment) {
      if (atMs !== undefined && before !== undefined && atMs > before) steps.push(atMs - before)
      before = atMs ?? before
    }
  }
  steps.sort((a, b) => a - b)
  return (steps[steps.length >> 1] ?? 0) / 1000
}
