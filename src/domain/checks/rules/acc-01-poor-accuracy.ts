import { roundMetres, roundShare } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'
import { median } from '../../geo/statistics.ts'

/** ACC-01: the receiver itself says that it was unsure; the walk weighs less. */
export const poorAccuracy: Check<'ACC-01'> = {
  id: 'ACC-01',
  run({ track }, { medianM, poorM, poorShare }) {
    const accuracies =
      track?.segments
        .flat()
        .flatMap(({ accuracyM }) => (accuracyM === undefined ? [] : [accuracyM])) ?? []
    if (accuracies.length === 0) return []
    const middle = median(accuracies)
    const poor = accuracies.filter((m) => m > poorM).length / accuracies.length
    if (middle <= medianM && poor <= poorShare) return []
    const byMedian = middle > medianM
    return [
      {
        check: 'ACC-01',
        severity: 'warning',
        at: [],
        value: byMedian ? roundMetres(middle) : roundShare(poor),
        threshold: byMedian ? medianM : poorShare,
        params: { kind: byMedian ? 'median' : 'share', poorM },
      },
    ]
  },
}
