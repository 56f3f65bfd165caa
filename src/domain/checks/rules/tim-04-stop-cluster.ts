import { movingTime } from '../../geo/moving-time.ts'
import { toPlace, type Check } from '../check.ts'

/** TIM-04: pauses: their drift lengthens a recording, their time is not walking. */
export const stopCluster: Check<'TIM-04'> = {
  id: 'TIM-04',
  run({ track }, { stopS }) {
    if (!track?.recorded) return []
    const stops = movingTime(track)?.stops.filter(({ durationS }) => durationS >= stopS) ?? []
    if (stops.length === 0) return []
    return [
      {
        check: 'TIM-04',
        severity: 'info',
        at: stops.slice(0, 20).map(({ at }) => toPlace(at)),
        value: Math.round(stops.reduce((sum, { durationS }) => sum + durationS, 0)),
        threshold: stopS,
        params: { count: stops.length },
      },
    ]
  },
}
