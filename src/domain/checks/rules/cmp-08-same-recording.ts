import { isOneRecording } from '../../consensus/admit-tracks.ts'
import type { Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** CMP-08: two recordings of one outing: they count as one. */
export const sameRecording: Check<'CMP-08'> = {
  id: 'CMP-08',
  run({ walks = [] }, { overlapShare, synchronousM }) {
    const findings: Finding[] = []
    walks.forEach((a, i) => {
      for (const b of walks.slice(i + 1)) {
        if (!isOneRecording(a, b, { overlapShare, synchronousM })) continue
        findings.push({
          check: 'CMP-08',
          severity: 'warning',
          at: [],
          threshold: synchronousM,
          params: {
            first: a.name ?? a.id,
            second: b.name ?? b.id,
            firstId: a.id,
            secondId: b.id,
          },
        })
      }
    })
    return findings
  },
}
