import type { Position } from 'geojson'
import type { Box } from '../storage/store.ts'

const METRES_PER_DEGREE = 111_000

/** The box of a line, and so many metres more on every side. Never across the antimeridian. */
export function boxOfLine(line: readonly Position[], moreM = 0): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of line) {
    west = Math.min(west, lon!)
    south = Math.min(south, lat!)
    east = Math.max(east, lon!)
    north = Math.max(north, lat!)
  }
  const dLat = moreM / METRES_PER_DEGREE
  const dLon = dLat / Math.max(0.01, Math.cos((south * Math.PI) / 180))
  return [west - dLon, south - dLat, east + dLon, north + dLat]
}
