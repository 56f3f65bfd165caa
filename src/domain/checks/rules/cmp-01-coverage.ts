import { totalLengthM } from '../../geo/interval.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** CMP-01: how much of the trail the walk proves, and how much of that is supposed between far fixes. */
export const coverage: Check<'CMP-01'> = {
  id: 'CMP-01',
  run({ walk, line }, { completeShare, partialShare, supposedShare }) {
    if (!walk) return []
    const share = walk.comparison.coverage
    const { supposed, coveredM } = walk.comparison
    const supposedM = roundMetres(totalLengthM(supposed))
    const isSupposed = supposedM > supposedShare * coveredM
    const kind = isSupposed ? 'supposed' : kindOf(share, completeShare, partialShare)
    const ends = line ? walk.comparison.covered.flatMap(([from, to]) => [from, to]) : []
    const at: Finding['at'] =
      share >= completeShare ? [] : ends.slice(0, 20).map((m) => placeAt(line!, m))
    return [
      {
        check: 'CMP-01',
        severity: 'info',
        at,
        value: share,
        threshold: share < partialShare ? partialShare : completeShare,
        params: isSupposed ? { kind, supposedM } : { kind },
      },
    ]
  },
}

/** What would read "0 %" is said as nothing. */
const NOTHING_SHARE = 0.005

function kindOf(share: number, completeShare: number, partialShare: number): string {
  if (share >= completeShare) return 'complete'
  if (share >= partialShare) return 'partial'
  return share < NOTHING_SHARE ? 'nothing' : 'fragment'
}
