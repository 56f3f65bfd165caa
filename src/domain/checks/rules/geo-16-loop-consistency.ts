import { distanceM } from '../../geo/plane.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { toPlace, type Check } from '../check.ts'

/** GEO-16: a loop comes back to its start, a one-way trail does not. */
export const loopConsistency: Check<'GEO-16'> = {
  id: 'GEO-16',
  run({ line, declared }, { loopM, linearM }) {
    if (!line || !declared?.shape) return []
    const start = line.positions[0]!
    const end = line.positions.at(-1)!
    const apartM = distanceM(start, end)
    const isLoop = declared.shape === 'loop'
    if (isLoop ? apartM <= loopM : apartM >= linearM) return []
    return [
      {
        check: 'GEO-16',
        severity: 'warning',
        at: [toPlace(start), toPlace(end)],
        value: roundMetres(apartM),
        threshold: isLoop ? loopM : linearM,
        params: { kind: isLoop ? 'open-loop' : 'closed-line' },
      },
    ]
  },
}
