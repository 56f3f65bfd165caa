import { bbox } from '@turf/turf'
import type { Position } from 'geojson'

/** West, south, east, north, degrees. A box never crosses the antimeridian. */
export type Box = readonly [west: number, south: number, east: number, north: number]

const METRES_PER_DEGREE = 111_000

/** The box of a line of at least one position, and so many metres more on every side. */
export function boxOfLine(line: readonly Position[], moreM = 0): Box {
  const [west, south, east, north] = bbox({ type: 'MultiPoint', coordinates: [...line] })
  const dLat = moreM / METRES_PER_DEGREE
  const farthestLat = Math.max(Math.abs(south), Math.abs(north))
  const dLon = dLat / Math.max(0.01, Math.cos((farthestLat * Math.PI) / 180))
  return [west - dLon, south - dLat, east + dLon, north + dLat]
}

/** Whether two boxes have a place in common. */
export function boxesMeet(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}
