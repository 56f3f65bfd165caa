import type { Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** CMP-03: the walk left the trail and came back. */
export const detour: Check<'CMP-03'> = {
  id: 'CMP-03',
  run({ walk }, { lengthM, awayM }) {
    return (walk?.comparison.detours ?? [])
      .filter((episode) => episode.lengthM >= lengthM && episode.maxOffsetM > awayM)
      .map((episode): Finding => ({
        check: 'CMP-03',
        severity: 'warning',
        at: episode.at,
        intervalM: episode.intervalM,
        value: episode.maxOffsetM,
        threshold: awayM,
        params: { lengthM: episode.lengthM },
      }))
  },
}
