import type { Position } from 'geojson'
import { distanceM, fromPlane, planeFor, toPlane, type Plane, type PointM } from './plane.ts'

/**
 * A polyline in the metric plane with its cumulative length, so that "where is metre 1,234?" is a
 * bisection and not a walk along the line.
 */
export interface Path {
  readonly xs: Float64Array
  readonly ys: Float64Array
  /** Metres from the start to each vertex; never decreases. */
  readonly chainageM: Float64Array
  readonly lengthM: number
}

/** A line of positions together with its plane and path. The n-th vertex is the n-th position. */
export interface MeasuredLine {
  readonly positions: readonly Position[]
  readonly plane: Plane
  readonly path: Path
}

/** Length of a line, metres on the ellipsoid. Fewer than two positions have length 0. */
export function lineLengthM(positions: readonly Position[]): number {
  let lengthM = 0
  for (let i = 1; i < positions.length; i += 1) {
    lengthM += distanceM(positions[i - 1]!, positions[i]!)
  }
  return lengthM
}

/** Projects a line and sums it up once. `plane` is given when several lines must share one. */
export function measureLine(
  positions: readonly Position[],
  plane: Plane = planeFor(positions),
): MeasuredLine {
  const xs = new Float64Array(positions.length)
  const ys = new Float64Array(positions.length)
  positions.forEach((position, i) => {
    const { x, y } = toPlane(plane, position[0]!, position[1]!)
    xs[i] = x
    ys[i] = y
  })
  return { positions, plane, path: toPath(xs, ys) }
}

/** The path through points of the plane. */
export function toPath(xs: Float64Array, ys: Float64Array): Path {
  const chainageM = new Float64Array(xs.length)
  for (let i = 1; i < xs.length; i += 1) {
    chainageM[i] = chainageM[i - 1]! + Math.hypot(xs[i]! - xs[i - 1]!, ys[i]! - ys[i - 1]!)
  }
  return { xs, ys, chainageM, lengthM: chainageM.at(-1) ?? 0 }
}

/**
 * The segment that holds a chainage: `i` such that the place lies between vertex `i` and `i + 1`.
 * Chainages outside the line give its first or last segment.
 */
export function segmentAt(path: Path, chainageM: number): number {
  let low = 0
  let high = path.chainageM.length - 2
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (path.chainageM[middle]! <= chainageM) low = middle
    else high = middle - 1
  }
  return Math.max(low, 0)
}

/** How far along segment `segment` a chainage lies, 0 to 1. */
export function shareOfSegment(path: Path, segment: number, chainageM: number): number {
  const from = path.chainageM[segment]!
  const length = (path.chainageM[segment + 1] ?? from) - from
  return length > 0 ? Math.min(1, Math.max(0, (chainageM - from) / length)) : 0
}

/** The point of a path at a chainage; ends are clamped. */
export function pointAt(path: Path, chainageM: number): PointM {
  const i = segmentAt(path, chainageM)
  const share = shareOfSegment(path, i, chainageM)
  const { xs, ys } = path
  const j = Math.min(i + 1, xs.length - 1)
  return { x: xs[i]! + (xs[j]! - xs[i]!) * share, y: ys[i]! + (ys[j]! - ys[i]!) * share }
}

/** The position `[lon, lat, ele?]` of a line at a chainage; the altitude is interpolated. */
export function positionAt(line: MeasuredLine, chainageM: number): Position {
  const { path, positions, plane } = line
  const i = segmentAt(path, chainageM)
  const share = shareOfSegment(path, i, chainageM)
  const from = positions[i]!
  const to = positions[i + 1] ?? from
  if (share === 0) return [...from]
  if (share === 1) return [...to]
  const { x, y } = pointAt(path, chainageM)
  const eleFrom = from[2]
  const eleTo = to[2]
  const place = fromPlane(plane, x, y)
  return eleFrom === undefined || eleTo === undefined
    ? place
    : [...place, eleFrom + (eleTo - eleFrom) * share]
}

/** The part of a line between two chainages, both ends included. `fromM > toM` gives it reversed. */
export function sliceLine(line: MeasuredLine, fromM: number, toM: number): Position[] {
  if (fromM > toM) return sliceLine(line, toM, fromM).reverse()
  const { chainageM } = line.path
  const slice = [positionAt(line, fromM)]
  for (let i = segmentAt(line.path, fromM) + 1; i < chainageM.length; i += 1) {
    if (chainageM[i]! >= toM) break
    if (chainageM[i]! > fromM) slice.push(line.positions[i]!)
  }
  slice.push(positionAt(line, toM))
  return slice
}

/** The points of a path every `stepM` metres (adjusted so that they divide it evenly), ends included. */
export function resamplePath(path: Path, stepM: number): Path {
  const count = Math.max(1, Math.round(path.lengthM / stepM))
  const xs = new Float64Array(count + 1)
  const ys = new Float64Array(count + 1)
  let segment = 0
  for (let k = 0; k <= count; k += 1) {
    const chainage = (path.lengthM * k) / count
    while (segment < path.xs.length - 2 && path.chainageM[segment + 1]! < chainage) segment += 1
    const share = shareOfSegment(path, segment, chainage)
    const next = Math.min(segment + 1, path.xs.length - 1)
    xs[k] = path.xs[segment]! + (path.xs[next]! - path.xs[segment]!) * share
    ys[k] = path.ys[segment]! + (path.ys[next]! - path.ys[segment]!) * share
  }
  return toPath(xs, ys)
}
