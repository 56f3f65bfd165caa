import type { Fix, Track } from '../fix.ts'
import { planeFor, toPlane, type PointM } from '../plane.ts'

/** Two receivers on one walker are rarely farther apart than this. */
const TOGETHER_M = 40
/** So many places of the one recording are looked for in the other. */
const PLACES = 240
/** Places this far apart in time tell more than neighbours do. */
const LEAST_STEP_MS = 5_000
/** Votes for an offset are counted in bins this wide, then made precise. */
const BIN_MS = 4_000
const FINE_MS = 500
/** Fewer places in common than this prove nothing. */
const LEAST_PLACES = 8

/** How the clocks of two recordings of one walk differ. */
export interface ClockOffset {
  /** Added to the other recorder's times, they are those of this track. */
  readonly offsetMs: number
  /** Median distance between the two at the same instant, metres. */
  readonly apartM: number
  /** How many places were compared. */
  readonly places: number
}

interface Timed extends PointM {
  readonly atMs: number
}

/**
 * How much the other recorder's clock differs from this track's, from the way that both of them have.
 * A watch set to another time zone, or by hand, is found at any difference. `null` when they have no way
 * in common that would tell.
 */
export function estimateClockOffset(track: Track, other: readonly Fix[]): ClockOffset | null {
  const own = track.segments.flat()
  const plane = planeFor(own.map(({ lon, lat }) => [lon, lat]))
  const timed = (fixes: readonly Fix[]): Timed[] =>
    fixes.flatMap(({ lon, lat, atMs }) =>
      atMs === undefined ? [] : [{ ...toPlane(plane, lon, lat), atMs }],
    )
  const places = spread(timed(own))
  const theirs = timed(other).sort((a, b) => a.atMs - b.atMs)
  if (places.length < LEAST_PLACES || theirs.length < 2) return null
  const binMs = mostVoted(places, theirs)
  if (binMs === null) return null
  let best: ClockOffset | null = null
  for (let offsetMs = binMs - 2 * BIN_MS; offsetMs <= binMs + 2 * BIN_MS; offsetMs += FINE_MS) {
    const found = compare(places, theirs, offsetMs)
    if (found && (!best || found.apartM < best.apartM)) best = found
  }
  return best && best.apartM <= TOGETHER_M ? best : null
}

/** Fixes spread over the walk, each far enough in time from the one before. */
function spread(fixes: readonly Timed[]): Timed[] {
  const kept: Timed[] = []
  const spanMs = (fixes.at(-1)?.atMs ?? 0) - (fixes[0]?.atMs ?? 0)
  const stepMs = Math.max(LEAST_STEP_MS, spanMs / PLACES)
  for (const fix of fixes) {
    const last = kept.at(-1)
    if (!last || Math.abs(fix.atMs - last.atMs) >= stepMs) kept.push(fix)
  }
  return kept
}

/** Each place votes, once a bin, for the offsets at which the other recorder was there as well. */
function mostVoted(places: readonly Timed[], theirs: readonly Timed[]): number | null {
  const votes = new Map<number, number>()
  for (const place of places) {
    const bins = new Set<number>()
    for (const fix of theirs) {
      if (Math.abs(fix.x - place.x) > TOGETHER_M || Math.abs(fix.y - place.y) > TOGETHER_M) continue
      bins.add(Math.round((place.atMs - fix.atMs) / BIN_MS))
    }
    for (const bin of bins) votes.set(bin, (votes.get(bin) ?? 0) + 1)
  }
  let best: number | null = null
  let most = LEAST_PLACES - 1
  for (const [bin, count] of votes) {
    // Of two as good ones, the clocks that differ less.
    const isBetter = count > most || (count === most && Math.abs(bin) < Math.abs(best ?? Infinity))
    if (!isBetter) continue
    best = bin
    most = count
  }
  return best === null ? null : best * BIN_MS
}

/** How far apart the two are at the same instants, with this offset. */
function compare(
  places: readonly Timed[],
  theirs: readonly Timed[],
  offsetMs: number,
): ClockOffset | null {
  const apart: number[] = []
  for (const place of places) {
    const at = placeAt(theirs, place.atMs - offsetMs)
    if (at) apart.push(Math.hypot(at.x - place.x, at.y - place.y))
  }
  if (apart.length < LEAST_PLACES) return null
  apart.sort((a, b) => a - b)
  return { offsetMs, apartM: apart[apart.length >> 1]!, places: apart.length }
}

/** Where the other recorder was at an instant; nowhere in its own holes. */
function placeAt(theirs: readonly Timed[], atMs: number): PointM | null {
  let low = 0
  let high = theirs.length - 1
  if (atMs < theirs[low]!.atMs || atMs > theirs[high]!.atMs) return null
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (theirs[middle]!.atMs <= atMs) low = middle
    else high = middle
  }
  const a = theirs[low]!
  const b = theirs[high]!
  const spanMs = b.atMs - a.atMs
  if (spanMs > 30_000) return null
  const share = spanMs > 0 ? (atMs - a.atMs) / spanMs : 0
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }
}
