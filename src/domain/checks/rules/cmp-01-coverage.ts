import { placeAt, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** CMP-01: how much of the trail the walk proves. */
export const coverage: Check<'CMP-01'> = {
  id: 'CMP-01',
  run({ walk, line }, { completeShare, partialShare }) {
    if (!walk) return []
    const share = walk.comparison.coverage
    const kind = kindOf(share, completeShare, partialShare)
    const ends = line ? walk.comparison.covered.flatMap(([from, to]) => [from, to]) : []
    const at: Finding['at'] =
      kind === 'complete' ? [] : ends.slice(0, 20).map((m) => placeAt(line!, m))
    return [
      {
        check: 'CMP-01',
        severity: 'info',
        at,
        value: share,
        threshold: share < partialShare ? partialShare : completeShare,
        params: { kind },
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
