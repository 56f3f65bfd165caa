import Flatbush from 'flatbush'
import type { Position } from 'geojson'
import { measureLine, type MeasuredLine, type Path } from './chainage.ts'
import { fromPlane, toPlane, type Plane } from './plane.ts'

/** A measured line whose segments can be asked "who is near?" in logarithmic time. */
export interface IndexedLine extends MeasuredLine {
  readonly segments: Flatbush
}

/** The place of a line that is nearest to a point. */
export interface NearestOnPath {
  readonly x: number
  readonly y: number
  readonly chainageM: number
  readonly distanceM: number
  readonly segment: number
}

/** First radius tried by a nearest-point search; one that finds nothing triples it. */
const FIRST_RADIUS_M = 40

/** Measures and indexes a line of at least two positions; throws a RangeError for fewer. */
export function indexLine(positions: readonly Position[], plane?: Plane): IndexedLine {
  const line = measureLine(positions, plane)
  return { ...line, segments: indexSegments(line.path) }
}

/** A flatbush over the segments of a path of at least two points. */
export function indexSegments({ xs, ys }: Path): Flatbush {
  if (xs.length < 2) throw new RangeError('a line needs at least two positions')
  const index = new Flatbush(xs.length - 1)
  for (let i = 1; i < xs.length; i += 1) {
    const [x0, y0, x1, y1] = [xs[i - 1]!, ys[i - 1]!, xs[i]!, ys[i]!]
    index.add(Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1))
  }
  index.finish()
  return index
}

/**
 * The nearest place of a path, or `null` when it is farther than `maxM`. Equal distances (a line
 * that passes twice) give the lower chainage; where that matters, match the whole track instead.
 */
export function nearestOnPath(
  path: Path,
  segments: Flatbush,
  x: number,
  y: number,
  maxM = Infinity,
): NearestOnPath | null {
  for (let radius = Math.min(FIRST_RADIUS_M, maxM); ; radius = Math.min(radius * 3, maxM)) {
    let best: NearestOnPath | null = null
    for (const segment of segments.search(x - radius, y - radius, x + radius, y + radius)) {
      const found = nearestOnSegment(path, segment, x, y)
      if (
        !best ||
        found.distanceM < best.distanceM ||
        (found.distanceM === best.distanceM && found.chainageM < best.chainageM)
      ) {
        best = found
      }
    }
    if (best && best.distanceM <= radius) return best
    if (radius >= maxM) return null
    if (radius > 5e7) return best
  }
}

/** The nearest place of one segment of a path. */
export function nearestOnSegment(
  { xs, ys, chainageM }: Path,
  segment: number,
  x: number,
  y: number,
): NearestOnPath {
  const x0 = xs[segment]!
  const y0 = ys[segment]!
  const dx = xs[segment + 1]! - x0
  const dy = ys[segment + 1]! - y0
  const squared = dx * dx + dy * dy
  const along = squared > 0 ? ((x - x0) * dx + (y - y0) * dy) / squared : 0
  const share = Math.min(1, Math.max(0, along))
  const px = x0 + dx * share
  const py = y0 + dy * share
  return {
    x: px,
    y: py,
    chainageM: chainageM[segment]! + Math.sqrt(squared) * share,
    distanceM: Math.hypot(x - px, y - py),
    segment,
  }
}

/** The nearest place of a line to a position, in degrees; `null` when farther than `maxM`. */
export function nearestOnLine(
  line: IndexedLine,
  position: Position,
  maxM = Infinity,
): (NearestOnPath & { readonly position: Position }) | null {
  const { x, y } = toPlane(line.plane, position[0]!, position[1]!)
  const nearest = nearestOnPath(line.path, line.segments, x, y, maxM)
  return nearest && { ...nearest, position: fromPlane(line.plane, nearest.x, nearest.y) }
}
