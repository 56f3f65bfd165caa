import { roundMetres } from '../geo/rounding.ts'
import { placeAt, toInterval, type Check } from './check.ts'
import type { Finding } from './finding.ts'
import { offsetsAt, stationRuns } from './station-runs.ts'

/** CMP-09: several walks agree with each other, beside the line: the line has moved, or was drawn badly. */
export const shiftedReference: Check<'CMP-09'> = {
  id: 'CMP-09',
  run({ line, sections }, { tracks, offsetM, deviations, lengthM }) {
    if (!line || !sections) return []
    const { offsetsM, stepM } = sections
    const count = offsetsM[0]?.length ?? 0
    const means = Array.from({ length: count }, (_, k) => shiftAt(k))
    return stationRuns(count, (k) => Math.sign(means[k]!), Math.floor(lengthM / stepM)).map(
      ({ from, to }): Finding => {
        const shifts = means.slice(from, to + 1)
        const mean = shifts.reduce((sum, shift) => sum + shift, 0) / shifts.length
        return {
          check: 'CMP-09',
          severity: 'warning',
          at: [placeAt(line, from * stepM), placeAt(line, to * stepM)],
          intervalM: toInterval(from * stepM, to * stepM),
          value: roundMetres(Math.abs(mean)),
          threshold: offsetM,
          params: { side: mean > 0 ? 'left' : 'right', tracks: offsetsAt(offsetsM, from).length },
        }
      },
    )

    /** The mean offset at a station when it is significant, else 0. */
    function shiftAt(station: number): number {
      const here = offsetsAt(offsetsM, station)
      if (here.length < tracks) return 0
      const mean = here.reduce((sum, offset) => sum + offset, 0) / here.length
      const variance =
        here.reduce((sum, offset) => sum + (offset - mean) ** 2, 0) / (here.length - 1)
      const limit = Math.max(offsetM, deviations * Math.sqrt(variance / here.length))
      return Math.abs(mean) > limit ? mean : 0
    }
  },
}
