import { distanceM } from '../../geo/plane.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { toPlace, type Check } from '../check.ts'
import { positionsOf } from '../raw-positions.ts'

/** GEO-03: a vertex next to 0, 0 is a missing position that was written as one. */
export const nullIsland: Check<'GEO-03'> = {
  id: 'GEO-03',
  run({ geometry }, { nearM }) {
    const near = positionsOf(geometry).filter((position) => distanceM(position, [0, 0]) < nearM)
    if (near.length === 0) return []
    return [
      {
        check: 'GEO-03',
        severity: 'error',
        at: near.slice(0, 10).map(toPlace),
        value: roundMetres(Math.min(...near.map((position) => distanceM(position, [0, 0])))),
        threshold: nearM,
        params: { count: near.length },
      },
    ]
  },
}
