import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, toInterval, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { vertexRuns } from '../vertex-runs.ts'

/** CNS-02: the walks disagree, for longer than chance. */
export const dispersion: Check<'CNS-02'> = {
  id: 'CNS-02',
  run({ consensus }, { spreadM, forestSpreadM, lengthM }) {
    if (!consensus) return []
    const { line, spreadM: spreads, forest } = consensus
    const limit = forest ? forestSpreadM : spreadM
    return vertexRuns(line.path, (i) => (spreads[i] ?? 0) > limit)
      .filter(([from, to]) => to - from > lengthM)
      .map(([from, to]): Finding => {
        const here = spreads.filter((_, i) => {
          const m = line.path.chainageM[i]!
          return m >= from && m <= to
        })
        return {
          check: 'CNS-02',
          severity: 'warning',
          at: [placeAt(line, from), placeAt(line, to)],
          intervalM: toInterval(from, to),
          value: roundMetres(Math.max(...here.map((spread) => spread ?? 0))),
          threshold: limit,
        }
      })
  },
}
