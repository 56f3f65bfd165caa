import { roundMetres } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'

/** ELE-04: the climb that people announce is not that of the line. */
export const declaredGain: Check<'ELE-04'> = {
  id: 'ELE-04',
  run({ declared, ascentM }, { differenceM, differenceShare }) {
    if (declared?.ascentM === undefined || ascentM === undefined) return []
    const allowedM = Math.max(differenceM, differenceShare * ascentM)
    if (Math.abs(declared.ascentM - ascentM) <= allowedM) return []
    return [
      {
        check: 'ELE-04',
        severity: 'warning',
        at: [],
        value: roundMetres(ascentM),
        threshold: roundMetres(allowedM),
        params: { declaredM: roundMetres(declared.ascentM) },
      },
    ]
  },
}
