import { roundMetres, roundShare } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'

/** CNS-03: the consensus is longer or shorter than the line in force: something changed, or went wrong. */
export const lengthShift: Check<'CNS-03'> = {
  id: 'CNS-03',
  run({ consensus }, { share }) {
    const previousM = consensus?.previousLengthM
    if (!consensus || !previousM) return []
    const shift = (consensus.lengthM - previousM) / previousM
    if (Math.abs(shift) <= share) return []
    return [
      {
        check: 'CNS-03',
        severity: 'warning',
        at: [],
        value: roundShare(shift),
        threshold: share,
        params: { fromM: roundMetres(previousM), toM: roundMetres(consensus.lengthM) },
      },
    ]
  },
}
