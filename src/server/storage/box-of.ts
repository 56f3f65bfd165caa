import { bbox } from '@turf/turf'
import type { Geometry } from 'geojson'
import type { Box } from './store.ts'

/** The smallest box around a geometry; `null` when there is nothing to draw a box around. */
export function boxOf(geometry: Geometry | null): Box | null {
  if (!geometry || geometry.type === 'GeometryCollection') return null
  const [west, south, east, north] = bbox(geometry)
  return Number.isFinite(west) ? [west, south, east, north] : null
}
