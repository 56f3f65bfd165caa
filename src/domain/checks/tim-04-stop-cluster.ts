import { toPlace, type Check } from './check.ts'
import { findStops } from './find-stops.ts'

/** TIM-04: stays in one place: their drift lengthens a recording, their time is not walking. */
export const stopCluster: Check<'TIM-04'> = {
  id: 'TIM-04',
  run({ track }, { stopS, radiusM }) {
    if (!track?.recorded) return []
    const stops = findStops(track, stopS, radiusM)
    if (stops.length === 0) return []
    const seconds = stops.reduce((sum, stop) => sum + stop.seconds, 0)
    return [
      {
        check: 'TIM-04',
        severity: 'info',
        at: stops.slice(0, 20).map(({ lon, lat }) => toPlace([lon, lat])),
        value: Math.round(seconds),
        threshold: stopS,
        params: {
          count: stops.length,
          driftM: Math.round(stops.reduce((sum, stop) => sum + stop.driftM, 0)),
        },
      },
    ]
  },
}
