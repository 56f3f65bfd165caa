import type { Position } from 'geojson'
import { distanceM } from '../geo/plane.ts'

/** Whether a line has two distinct positions. */
export function hasLength(line: readonly Position[]): boolean {
  return line.some((position) => distanceM(line[0]!, position) > 0)
}
