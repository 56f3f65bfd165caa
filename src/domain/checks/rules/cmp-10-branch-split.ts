import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, toInterval, type Check } from '../check.ts'
import { commonFarWays } from '../common-far-ways.ts'
import type { Finding } from '../finding.ts'
import { offsetsAt, stationRuns } from '../station-runs.ts'

/** CMP-10: the walks go two ways there: which one is the trail? */
export const branchSplit: Check<'CMP-10'> = {
  id: 'CMP-10',
  run({ line, sections }, { groupTracks, gapM, lengthM }) {
    if (!line || !sections) return []
    const { offsetsM, stepM } = sections
    const count = offsetsM[0]?.length ?? 0
    const splits = Array.from({ length: count }, (_, k) => splitAt(k))
    const near = stationRuns(count, (k) => Math.sign(splits[k]!), Math.floor(lengthM / stepM)).map(
      ({ from, to }): Finding =>
        split(
          from * stepM,
          to * stepM,
          Math.max(...splits.slice(from, to + 1)),
          offsetsAt(offsetsM, from).length,
        ),
    )
    const far = commonFarWays(sections)
      .filter(({ walkers, onLine, intervalM: [from, to] }) => {
        return Math.min(walkers, onLine) >= groupTracks && to - from >= lengthM
      })
      .map(({ intervalM: [from, to], awayM, walkers, onLine }) =>
        split(from, to, awayM, walkers + onLine),
      )
    return [...near, ...far].sort((a, b) => a.intervalM![0] - b.intervalM![0])

    function split(fromM: number, toM: number, apartM: number, tracks: number): Finding {
      return {
        check: 'CMP-10',
        severity: 'warning',
        at: [placeAt(line!, fromM), placeAt(line!, toM)],
        intervalM: toInterval(fromM, toM),
        value: roundMetres(apartM),
        threshold: gapM,
        params: { tracks },
      }
    }

    /** The widest gap between two groups of walks at a station, or 0. */
    function splitAt(station: number): number {
      const here = offsetsAt(offsetsM, station).sort((a, b) => a - b)
      let widest = 0
      for (let i = groupTracks; i <= here.length - groupTracks; i += 1) {
        widest = Math.max(widest, here[i]! - here[i - 1]!)
      }
      return widest > gapM ? widest : 0
    }
  },
}
