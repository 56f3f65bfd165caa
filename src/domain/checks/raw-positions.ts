import type { Position } from 'geojson'
import type { Subject } from './subject.ts'

/** The positions of a geometry that may be anything: pairs of numbers, at whatever depth they lie. */
export function positionsOf(geometry: Subject['geometry']): Position[] {
  const positions: Position[] = []
  collect(geometry?.coordinates, positions)
  return positions
}

function collect(value: unknown, into: Position[]): void {
  if (!Array.isArray(value)) return
  const list = value as readonly unknown[]
  if (list.length >= 2 && !Array.isArray(list[0])) {
    into.push(list.map((one) => (typeof one === 'number' ? one : NaN)))
  } else for (const one of list) collect(one, into)
}
