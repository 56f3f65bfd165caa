import { roundMetres } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'

/** GEO-06: shorter is a link, longer is several stages. */
export const lengthRange: Check<'GEO-06'> = {
  id: 'GEO-06',
  run({ line }, { shortestM, longestM }) {
    if (!line) return []
    const { lengthM } = line.path
    if (lengthM >= shortestM && lengthM <= longestM) return []
    const short = lengthM < shortestM
    return [
      {
        check: 'GEO-06',
        severity: 'warning',
        at: [],
        value: roundMetres(lengthM),
        threshold: short ? shortestM : longestM,
        params: { kind: short ? 'short' : 'long' },
      },
    ]
  },
}
