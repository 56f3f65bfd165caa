import type { Geometry } from 'geojson'
import type { Box } from './store.ts'

/** The smallest box around a geometry; `null` when there is nothing to draw a box around. */
export function boxOf(geometry: Geometry | null): Box | null {
  if (!geometry || geometry.type === 'GeometryCollection') return null
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  grow(box, geometry.coordinates)
  return Number.isFinite(box[0]) ? box : null
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
