import { totalLengthM } from '../../geo/interval.ts'
import { roundShare } from '../../geo/rounding.ts'
import { placeAt, type Check } from '../check.ts'
import { vertexRuns } from '../vertex-runs.ts'

/** CNS-01: too few walks say where the trail is. */
export const support: Check<'CNS-01'> = {
  id: 'CNS-01',
  run({ consensus }, { support: least, share }) {
    if (!consensus) return []
    const { line, support: counts } = consensus
    const weak = vertexRuns(line.path, (i) => (counts[i] ?? 0) < least)
    const weakShare = totalLengthM(weak) / line.path.lengthM
    if (!(weakShare > share)) return []
    return [
      {
        check: 'CNS-01',
        severity: 'warning',
        at: weak.slice(0, 10).flatMap(([from, to]) => [placeAt(line, from), placeAt(line, to)]),
        value: roundShare(weakShare),
        threshold: share,
        params: { support: least },
      },
    ]
  },
}
