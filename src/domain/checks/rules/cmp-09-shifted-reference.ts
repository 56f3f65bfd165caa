import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, toInterval, type Check } from '../check.ts'
import { commonFarWays } from '../common-far-ways.ts'
import type { Finding } from '../finding.ts'
import { offsetsAt, stationRuns } from '../station-runs.ts'
import { THRESHOLDS } from '../thresholds.ts'

/**
 * CMP-09: several walks agree with each other, beside the line or on another way altogether: the line
 * has moved, or was drawn badly.
 */
export const shiftedReference: Check<'CMP-09'> = {
  id: 'CMP-09',
  run({ line, sections }, { tracks, offsetM, deviations, lengthM, elsewhereM }) {
    if (!line || !sections) return []
    const { offsetsM, stepM } = sections
    const count = offsetsM[0]?.length ?? 0
    const means = Array.from({ length: count }, (_, k) => shiftAt(k))
    const beside = stationRuns(count, (k) => Math.sign(means[k]!), Math.floor(lengthM / stepM)).map(
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
    return [...beside, ...elsewhere()].sort((a, b) => a.intervalM![0] - b.intervalM![0])

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

    /** Ways that nearly everybody takes instead of the line; where enough keep to it, it is CMP-10. */
    function elsewhere(): Finding[] {
      return commonFarWays(sections!)
        .filter(({ walkers, onLine, intervalM: [from, to] }) => {
          const isSplit = onLine >= THRESHOLDS['CMP-10'].groupTracks
          return walkers >= tracks && !isSplit && to - from >= elsewhereM
        })
        .map(({ intervalM: [from, to], awayM, walkers }) => ({
          check: 'CMP-09',
          severity: 'warning',
          at: [placeAt(line!, from), placeAt(line!, to)],
          intervalM: toInterval(from, to),
          value: roundMetres(awayM),
          threshold: elsewhereM,
          params: { kind: 'elsewhere', tracks: walkers },
        }))
    }
  },
}
