import { roundMetres } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'

/** GEO-20: the length that people announce is not the length of the line. */
export const declaredLength: Check<'GEO-20'> = {
  id: 'GEO-20',
  run({ line, declared }, { differenceM, differenceShare }) {
    if (!line || declared?.lengthM === undefined) return []
    const { lengthM } = line.path
    const allowedM = Math.max(differenceM, differenceShare * lengthM)
    if (Math.abs(declared.lengthM - lengthM) <= allowedM) return []
    return [
      {
        check: 'GEO-20',
        severity: 'warning',
        at: [],
        value: roundMetres(lengthM),
        threshold: roundMetres(allowedM),
        params: { declaredM: roundMetres(declared.lengthM) },
      },
    ]
  },
}
