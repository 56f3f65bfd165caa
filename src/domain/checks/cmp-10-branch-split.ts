import { roundMetres } from '../geo/rounding.ts'
import { placeAt, toInterval, type Check } from './check.ts'
import type { Finding } from './finding.ts'
import { offsetsAt, stationRuns } from './station-runs.ts'

/** CMP-10: the walks go two ways there: which one is the trail? */
export const branchSplit: Check<'CMP-10'> = {
  id: 'CMP-10',
  run({ line, sections }, { groupTracks, gapM, lengthM }) {
    if (!line || !sections) return []
    const { offsetsM, stepM } = sections
    const count = offsetsM[0]?.length ?? 0
    const splits = Array.from({ length: count }, (_, k) => splitAt(k))
    return stationRuns(count, (k) => Math.sign(splits[k]!), Math.floor(lengthM / stepM)).map(
      ({ from, to }): Finding => ({
        check: 'CMP-10',
        severity: 'warning',
        at: [placeAt(line, from * stepM), placeAt(line, to * stepM)],
        intervalM: toInterval(from * stepM, to * stepM),
        value: roundMetres(Math.max(...splits.slice(from, to + 1))),
        threshold: gapM,
        params: { tracks: offsetsAt(offsetsM, from).length },
      }),
    )

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
