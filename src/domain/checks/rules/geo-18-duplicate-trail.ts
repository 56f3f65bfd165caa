import type { Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { mayShare, sharedLine } from '../line-coverage.ts'

/** GEO-18: another trail of the territory is this one, under another name. */
export const duplicateTrail: Check<'GEO-18'> = {
  id: 'GEO-18',
  run({ line, otherTrails = [] }, { share }) {
    if (!line) return []
    const findings: Finding[] = []
    for (const { id, name, positions } of otherTrails) {
      if (!mayShare(line, positions, share)) continue
      const mutual = Math.min(
        sharedLine(line.positions, positions),
        sharedLine(positions, line.positions),
      )
      if (mutual <= share) continue
      findings.push({
        check: 'GEO-18',
        severity: 'warning',
        at: [],
        value: mutual,
        threshold: share,
        params: { trail: name ?? id, trailId: id },
      })
    }
    return findings
  },
}
