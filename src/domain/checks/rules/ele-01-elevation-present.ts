import { roundShare } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'

/** ELE-01: altitudes everywhere, and real ones: a line that is flat to the last digit has none. */
export const elevationPresent: Check<'ELE-01'> = {
  id: 'ELE-01',
  run({ line }, { leastShare }) {
    if (!line) return []
    const altitudes = line.positions.map((position) => position[2]).filter((z) => z !== undefined)
    const constant = altitudes.length > 1 && altitudes.every((z) => z === altitudes[0])
    const share = constant ? 0 : altitudes.length / line.positions.length
    if (share >= leastShare) return []
    return [
      {
        check: 'ELE-01',
        severity: 'warning',
        at: [],
        value: roundShare(share),
        threshold: leastShare,
        params: { kind: constant ? 'constant' : 'missing' },
      },
    ]
  },
}
