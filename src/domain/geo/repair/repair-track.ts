import { lineLengthM } from '../chainage.ts'
import { deriveTrack, GAP_M, GAP_S } from '../derive-track.ts'
import type { FilledHole, Fix, Gap, GapMarker, GapReason, RecorderName, Track } from '../fix.ts'
import { distanceM } from '../plane.ts'

/**
 * What another recorder says of holes of this recording: its own fixes, as its file has them, and how
 * its clock differs. Kept beside the recording, never among its fixes.
 */
export interface Repair {
  readonly by: RecorderName
  /** Added to its times, they are those of the recording. */
  readonly clockOffsetMs: number
  readonly fixes: readonly Fix[]
  readonly gaps: readonly GapMarker[]
}

/** Nobody walks faster than this from where one recorder stopped to where the other goes on. */
const FASTEST_MS = 4
/** Two receivers on one walker may be this far apart. */
const TOGETHER_M = 60

/**
 * The track with its holes filled by what other recorders kept of them. A filling is a segment of its own:
 * no line is drawn from one recorder's fixes to the other's, and none over what neither of them recorded
 * (promise P03). A hole is left as it is when the other recorder was elsewhere. The first repair goes
 * first; the next ones fill what is still open. No repair gives the track itself.
 */
export function repairTrack(track: Track, repairs: readonly Repair[]): Track {
  return repairs.reduce(applyRepair, track)
}

function applyRepair(track: Track, repair: Repair): Track {
  const other = shiftedTrack(repair)
  const segments: (readonly Fix[])[] = []
  const gaps: Gap[] = []
  const filled: FilledHole[] = []
  let earlier = [...(track.filled ?? [])]
  track.segments.forEach((segment, i) => {
    const gap = track.gaps[i - 1]
    const before = segments.at(-1)?.at(-1)
    const after = segment[0]
    if (gap && before && after) {
      const pieces = piecesFor(other, gap, before, after)
      if (pieces.length > 0) {
        const first = segments.length
        earlier = earlier.map((one) => movedBy(one, first, pieces.length))
        for (const piece of pieces) {
          gaps.push(seam(segments.at(-1)!.at(-1)!, piece[0]!, first, segments.length, gap, other))
          segments.push(piece)
        }
        filled.push(filledHole(gap, pieces, repair.by, first))
        gaps.push(seamOf(segments.at(-1)!.at(-1)!, after, gap.reason))
      } else gaps.push(gap)
    }
    segments.push(segment)
  })
  if (filled.length === 0) return track
  const all = [...earlier, ...filled].sort((a, b) => a.firstSegment - b.firstSegment)
  return { ...track, segments, gaps, filled: all }
}

/** The other recorder's track, on this recording's clock. */
function shiftedTrack({ fixes, gaps, clockOffsetMs }: Repair): Track {
  const shifted = fixes.map((fix) =>
    fix.atMs === undefined ? fix : { ...fix, atMs: fix.atMs + clockOffsetMs },
  )
  return deriveTrack(shifted, gaps)
}

/** What the other recorder has inside a hole: lines only, none when it was not the same walker. */
function piecesFor(other: Track, gap: Gap, before: Fix, after: Fix): (readonly Fix[])[] {
  const { fromAtMs, toAtMs } = gap
  if (fromAtMs === undefined || toAtMs === undefined || !other.recorded) return []
  const pieces = other.segments
    .map((segment) => segment.filter(({ atMs }) => atMs! > fromAtMs && atMs! < toAtMs))
    .filter((piece) => piece.length > 1)
    .filter((piece, i, all) => i === 0 || piece[0]!.atMs! > all[i - 1]!.at(-1)!.atMs!)
  const first = pieces[0]?.[0]
  const last = pieces.at(-1)?.at(-1)
  if (!first || !last) return []
  return canWalk(before, first) && canWalk(last, after) ? pieces : []
}

function canWalk(from: Fix, to: Fix): boolean {
  const seconds = Math.abs((to.atMs! - from.atMs!) / 1000)
  return apartM(from, to) <= TOGETHER_M + FASTEST_MS * seconds
}

/** Between two segments: into the filling, or between two pieces of it. */
function seam(from: Fix, to: Fix, first: number, index: number, gap: Gap, other: Track): Gap {
  return index === first ? seamOf(from, to, gap.reason) : between(from, to, reasonIn(other, to))
}

/** Where the recorders meet: a mere change of source, or what is left of the hole. */
function seamOf(from: Fix, to: Fix, reason: GapReason): Gap {
  const isClose = to.atMs! - from.atMs! <= GAP_S * 1000 && apartM(from, to) <= GAP_M
  return between(from, to, isClose ? 'source' : reason)
}

/** Why the other recorder has a hole before this fix. */
function reasonIn(other: Track, to: Fix): GapReason {
  const at = other.segments.findIndex((segment) => segment.includes(to))
  return other.gaps[at - 1]?.reason ?? 'signal-lost'
}

function between(from: Fix, to: Fix, reason: GapReason): Gap {
  return { reason, fromAtMs: from.atMs!, toAtMs: to.atMs! }
}

function filledHole(
  gap: Gap,
  pieces: readonly (readonly Fix[])[],
  by: RecorderName,
  firstSegment: number,
): FilledHole {
  const ms = pieces.reduce((sum, piece) => sum + (piece.at(-1)!.atMs! - piece[0]!.atMs!), 0)
  const lengthM = pieces.reduce(
    (sum, piece) => sum + lineLengthM(piece.map(({ lon, lat }) => [lon, lat])),
    0,
  )
  return {
    reason: gap.reason,
    fromAtMs: gap.fromAtMs!,
    toAtMs: gap.toAtMs!,
    by,
    firstSegment,
    lastSegment: firstSegment + pieces.length - 1,
    filledS: Math.round(ms / 1000),
    lengthM: Math.round(lengthM),
  }
}

/** The place of an earlier filling, after `count` segments were put in at `at`. */
function movedBy(one: FilledHole, at: number, count: number): FilledHole {
  if (one.firstSegment < at) return one
  return {
    ...one,
    firstSegment: one.firstSegment + count,
    lastSegment: one.lastSegment + count,
  }
}

function apartM(from: Fix, to: Fix): number {
  return distanceM([from.lon, from.lat], [to.lon, to.lat])
}
