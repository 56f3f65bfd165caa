import type { Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { mayShare, sharedLine } from '../line-coverage.ts'
import { THRESHOLDS } from '../thresholds.ts'

/** GEO-19: this trail lies within another one: a variant or a stage of it. The same trail is GEO-18. */
export const containment: Check<'GEO-19'> = {
  id: 'GEO-19',
  run({ line, otherTrails = [] }, { share }) {
    if (!line) return []
    const findings: Finding[] = []
    for (const { id, name, positions } of otherTrails) {
      if (!mayShare(line, positions, share)) continue
      const within = sharedLine(positions, line.positions)
      if (within <= share) continue
      if (sharedLine(line.positions, positions) > THRESHOLDS['GEO-18'].share) continue
      findings.push({
        check: 'GEO-19',
        severity: 'info',
        at: [],
        value: within,
        threshold: share,
        params: { trail: name ?? id, trailId: id },
      })
    }
    return findings
  },
}
