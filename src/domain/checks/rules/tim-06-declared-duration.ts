import type { Check } from '../check.ts'

/** TIM-06: the walking time that people announce is far from the computed one. */
export const declaredDuration: Check<'TIM-06'> = {
  id: 'TIM-06',
  run({ declared, walkingS }, { shortestRatio, longestRatio }) {
    if (declared?.durationS === undefined || walkingS === undefined || walkingS <= 0) return []
    const ratio = declared.durationS / walkingS
    if (ratio >= shortestRatio && ratio <= longestRatio) return []
    return [
      {
        check: 'TIM-06',
        severity: 'warning',
        at: [],
        value: Math.round(ratio * 100) / 100,
        threshold: ratio < shortestRatio ? shortestRatio : longestRatio,
        params: { declaredS: declared.durationS, walkingS: Math.round(walkingS) },
      },
    ]
  },
}
