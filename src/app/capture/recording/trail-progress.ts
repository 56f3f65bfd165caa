import type { Position } from 'geojson'
import { mergeIntervals, totalLengthM, type IntervalM } from '../../../domain/geo/interval.ts'
import {
  indexLine,
  nearestOnLine,
  nearestOnSegment,
  type IndexedLine,
  type NearestOnPath,
} from '../../../domain/geo/line-index.ts'
import { segmentAt } from '../../../domain/geo/chainage.ts'
import { toPlane } from '../../../domain/geo/plane.ts'
import type { HeritageEntity } from '../../../domain/catalogue/entity.ts'
import type { RecordedFix } from '../../../domain/observation/fix-file.ts'

/** Nearer than this to the line is on the line, whatever the receiver says of itself. */
const ON_LINE_M = 30
/** Farther, and farther than twice the accuracy, this many times in a row: off the line. */
const OFF_LINE_M = 40
const OFF_LINE_FIXES = 3
/** Going on along the line is believed within this much; farther is another pass of it. */
const AHEAD_M = 250
const BEHIND_M = 80
/** A jump along the line longer than this was not walked fix by fix. */
const STEP_M = 120
const BRIDGE_M = 25
/** Nearer than this along the line, one is there. */
const HERE_M = 15
/** Once this much was walked one way, turning round is believed less than going on. */
const SETTLED_M = 50
const TURN_PENALTY_M = 20
/** A heritage point this near to the line is on the way. */
const ALONG_M = 100

export interface TrailProgress {
  readonly line: IndexedLine
  readonly lengthM: number
  /** Where the walker is along the line; `null` before the line was met. */
  readonly chainageM: number | null
  readonly walked: readonly IntervalM[]
  /** Metres gone forward along the line, less those gone backward. */
  readonly forwardM: number
  readonly offFixes: number
  /** Set while off the line: how far, and which way back (degrees from north). */
  readonly off: { readonly distanceM: number; readonly bearingDeg: number } | null
}

/** Progress on a line of at least two positions; `null` for less. */
export function startProgress(coordinates: readonly Position[]): TrailProgress | null {
  if (coordinates.length < 2) return null
  const line = indexLine(coordinates)
  return {
    line,
    lengthM: line.path.lengthM,
    chainageM: null,
    walked: [],
    forwardM: 0,
    offFixes: 0,
    off: null,
  }
}

/** Metres of the line walked so far. An estimate for the road; the end-of-walk check decides. */
export function walkedM(progress: TrailProgress): number {
  return totalLengthM(progress.walked)
}

/** A thing of the catalogue, and where it is along the line. */
export interface Ahead {
  readonly label: string
  readonly chainageM: number
}

/** A heritage point of the catalogue, and where the trail passes it. */
export type HeritageAlong = Omit<Ahead, 'label'> & { readonly point: HeritageEntity }

/** Those that the line passes, in no order. */
export function heritageAlong(
  { line }: TrailProgress,
  points: readonly HeritageEntity[],
): HeritageAlong[] {
  return points.flatMap((point) => {
    const near = nearestOnLine(line, point.geometry.coordinates, ALONG_M)
    return near ? [{ point, chainageM: near.chainageM }] : []
  })
}

/**
 * The next one on the way, in the direction of walking; `null` after the last one, off the line, or before
 * it was met. What is within a few steps is here, not next.
 */
export function nextAhead(
  { chainageM, forwardM, off }: TrailProgress,
  things: readonly Ahead[],
): { readonly label: string; readonly distanceM: number } | null {
  if (chainageM === null || off) return null
  const direction = forwardM < -SETTLED_M ? -1 : 1
  let best: { label: string; distanceM: number } | null = null
  for (const { label, chainageM: atM } of things) {
    const distanceM = direction * (atM - chainageM)
    if (distanceM < HERE_M || (best && distanceM >= best.distanceM)) continue
    best = { label, distanceM }
  }
  return best
}

/** One more fix. `afterGap`: nothing is known of the way since the last one. */
export function advance(
  progress: TrailProgress,
  fix: RecordedFix,
  afterGap: boolean,
): TrailProgress {
  const { line, chainageM } = progress
  const accuracyM = fix.accuracyM ?? 0
  if (accuracyM > 50) return progress
  const { x, y } = toPlane(line.plane, fix.lon, fix.lat)
  // Nobody met yet: a line that ends where it starts is taken from its start.
  const near =
    nearestAround(progress, chainageM ?? 0, x, y) ?? nearestOnLine(line, [fix.lon, fix.lat])
  if (!near) return progress
  if (near.distanceM <= ON_LINE_M) {
    const from = afterGap ? null : chainageM
    const step: IntervalM[] =
      from !== null && progress.offFixes === 0 && Math.abs(near.chainageM - from) <= STEP_M
        ? [[Math.min(from, near.chainageM), Math.max(from, near.chainageM)]]
        : []
    const walked =
      step.length > 0 ? mergeIntervals([...progress.walked, ...step], BRIDGE_M) : progress.walked
    const forwardM =
      progress.forwardM + (step.length > 0 && from !== null ? near.chainageM - from : 0)
    return { ...progress, chainageM: near.chainageM, walked, forwardM, offFixes: 0, off: null }
  }
  const isOff = near.distanceM > Math.max(OFF_LINE_M, 2 * accuracyM)
  const offFixes = isOff ? progress.offFixes + 1 : progress.offFixes
  const off = offFixes >= OFF_LINE_FIXES ? wayBack(near, x, y) : null
  return { ...progress, offFixes, off }
}

/** The nearest place that goes on from where the walker was: out-and-back lines pass twice. */
function nearestAround(
  { line, forwardM }: TrailProgress,
  chainageM: number,
  x: number,
  y: number,
): NearestOnPath | null {
  const direction = Math.abs(forwardM) > SETTLED_M ? Math.sign(forwardM) : 0
  const first = segmentAt(line.path, chainageM - BEHIND_M)
  const last = segmentAt(line.path, chainageM + AHEAD_M)
  let best: NearestOnPath | null = null
  let bestCostM = Infinity
  for (let segment = first; segment <= last; segment += 1) {
    const found = nearestOnSegment(line.path, segment, x, y)
    const turnsRound = direction * (found.chainageM - chainageM) < -5
    const costM = found.distanceM + (turnsRound ? TURN_PENALTY_M : 0)
    if (found.distanceM <= ON_LINE_M && costM < bestCostM) {
      best = found
      bestCostM = costM
    }
  }
  return best
}

function wayBack(
  near: NearestOnPath,
  x: number,
  y: number,
): { distanceM: number; bearingDeg: number } {
  const bearingDeg = (Math.atan2(near.x - x, near.y - y) * 180) / Math.PI
  return { distanceM: near.distanceM, bearingDeg: (bearingDeg + 360) % 360 }
}
