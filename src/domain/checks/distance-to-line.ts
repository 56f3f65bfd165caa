import { lineString, pointToLineDistance } from '@turf/turf'
import type { Position } from 'geojson'

/**
 * How far a place is from a line, metres, on Turf's sphere (within 0.3 %): for single questions. Costs a
 * tenth of a second on 10,000 vertices; many questions of one line go to its index (`line-index.ts`).
 */
export function distanceToLineM(positions: readonly Position[], place: Position): number {
  return pointToLineDistance([...place], lineString([...positions]), { units: 'meters' })
}
