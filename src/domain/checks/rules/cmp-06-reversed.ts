import { walkDirection } from '../../geo/match/walk-direction.ts'
import { roundShare } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'

/** CMP-06: walked against the drawing. A pure out-and-back has no direction, and is never told. */
export const reversed: Check<'CMP-06'> = {
  id: 'CMP-06',
  run({ walk, declared }, { confidence: least }) {
    if (!walk || walk.comparison.direction !== -1) return []
    const { confidence } = walkDirection(walk.match)
    if (confidence < least) return []
    return [
      {
        check: 'CMP-06',
        severity: declared?.oneWay ? 'warning' : 'info',
        at: [],
        value: roundShare(confidence),
        threshold: least,
      },
    ]
  },
}
