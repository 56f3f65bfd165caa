import type { Geometry } from 'geojson'
import { boxOfCoordinates } from '../../domain/geo/box.ts'
import type { Box } from './store.ts'

/** The smallest box around a geometry; `null` when there is nothing to draw a box around. */
export function boxOf(geometry: Geometry | null): Box | null {
  if (!geometry || geometry.type === 'GeometryCollection') return null
  return boxOfCoordinates(geometry.coordinates)
}
