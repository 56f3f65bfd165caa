import type { Position } from 'geojson'
import type { FilledHole, Fix, RecorderName, Track } from '../geo/fix.ts'
import { distanceM } from '../geo/plane.ts'
import { LIMITS } from './observation.ts'

/**
 * The lines of a track, for its record: segments of one fix cannot be lines and are left to the raw
 * fixes; the holes on both of their sides become one. Thinned only when a record would be too long.
 */
export function trackGeometry(track: Track): {
  readonly coordinates: Position[][]
  readonly gaps: { reason: string; fromAt?: string; toAt?: string }[]
  readonly filled: readonly FilledLines[]
} {
  const coordinates: Position[][] = []
  const lineOf = new Map<number, number>()
  const gaps: { reason: string; fromAt?: string; toAt?: string }[] = []
  let open: { reason: string; fromAt?: string } | null = null
  for (const [i, segment] of track.segments.entries()) {
    const before = track.gaps[i - 1]
    if (before && coordinates.length > 0) {
      const from = before.fromAtMs === undefined ? {} : { fromAt: instantOf(before.fromAtMs) }
      open ??= { reason: before.reason, ...from }
    }
    if (segment.length < 2) continue
    if (open) gaps.push({ ...open, ...toAt(before?.toAtMs) })
    open = null
    lineOf.set(i, coordinates.length)
    coordinates.push(segment.map(toPosition))
  }
  const filled = (track.filled ?? []).map((hole) => filledLines(hole, lineOf))
  return { coordinates: thinned(coordinates), gaps, filled }
}

/** A filled hole as the record tells it: whose lines they are, and which (promise P05). */
interface FilledLines {
  readonly by: RecorderName
  readonly reason: string
  readonly fromAt: string
  readonly toAt: string
  readonly lines?: readonly [first: number, last: number]
  readonly filledS: number
  readonly lengthM: number
}

function filledLines(hole: FilledHole, lineOf: ReadonlyMap<number, number>): FilledLines {
  const { by, reason, fromAtMs, toAtMs, firstSegment, lastSegment, filledS, lengthM } = hole
  const first = lineOf.get(firstSegment)
  const last = lineOf.get(lastSegment)
  return {
    by,
    reason,
    fromAt: instantOf(fromAtMs),
    toAt: instantOf(toAtMs),
    ...(first === undefined || last === undefined ? {} : { lines: [first, last] }),
    filledS,
    lengthM,
  }
}

function toAt(atMs: number | undefined): { toAt?: string } {
  return atMs === undefined ? {} : { toAt: instantOf(atMs) }
}

function toPosition({ lon, lat, eleM }: Fix): Position {
  const place = [Number(lon.toFixed(7)), Number(lat.toFixed(7))]
  return eleM === undefined ? place : [...place, Number(eleM.toFixed(1))]
}

function thinned(lines: Position[][]): Position[][] {
  for (let stepM = 3; count(lines) > LIMITS.positions; stepM *= 2)
    lines = lines.map((line) => keepEvery(line, stepM))
  return lines
}

function keepEvery(line: readonly Position[], stepM: number): Position[] {
  const kept = [line[0]!]
  for (const position of line.slice(1, -1))
    if (distanceM(kept.at(-1)!, position) >= stepM) kept.push(position)
  return [...kept, line.at(-1)!]
}

function count(lines: readonly Position[][]): number {
  return lines.reduce((sum, line) => sum + line.length, 0)
}

function instantOf(atMs: number): string {
  return new Date(atMs).toISOString()
}
