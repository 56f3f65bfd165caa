import type { Position } from 'geojson'

/** West, south, east, north, degrees. A box never crosses the antimeridian. */
export type Box = readonly [west: number, south: number, east: number, north: number]

const METRES_PER_DEGREE = 111_000

/**
 * The smallest box around all positions in GeoJSON coordinates, of any depth; `null` when there is
 * none. Anything else in them is passed over.
 */
export function boxOfCoordinates(coordinates: unknown): Box | null {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  grow(box, coordinates)
  return Number.isFinite(box[0]) && Number.isFinite(box[1]) ? box : null
}

/** The box of a line of at least one position, and so many metres more on every side. */
export function boxOfLine(line: readonly Position[], moreM = 0): Box {
  const [west, south, east, north] = boxOfCoordinates(line) ?? [0, 0, 0, 0]
  const dLat = moreM / METRES_PER_DEGREE
  const farthestLat = Math.max(Math.abs(south), Math.abs(north))
  const dLon = dLat / Math.max(0.01, Math.cos((farthestLat * Math.PI) / 180))
  return [west - dLon, south - dLat, east + dLon, north + dLat]
}

/** Whether two boxes have a place in common. */
export function boxesMeet(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}

function grow(box: [number, number, number, number], coordinates: unknown): void {
  if (!Array.isArray(coordinates)) return
  const [lon, lat] = coordinates as unknown[]
  if (typeof lon === 'number' && typeof lat === 'number') {
    box[0] = Math.min(box[0], lon)
    box[1] = Math.min(box[1], lat)
    box[2] = Math.max(box[2], lon)
    box[3] = Math.max(box[3], lat)
    return
  }
  for (const inner of coordinates) grow(box, inner)
}
