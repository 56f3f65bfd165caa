import { lineLengthM } from '../../geo/chainage.ts'
import { distanceM } from '../../geo/plane.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { severityOfBreak, toInterval, toPlace, type Check } from '../check.ts'
import type { Finding, Severity } from '../finding.ts'
import type { Subject } from '../subject.ts'

/** GEO-15: the line came in several parts, with holes between them. */
export const multiSegment: Check<'GEO-15'> = {
  id: 'GEO-15',
  run(subject, { warningM, errorM }) {
    const { parts } = subject
    if (!parts) return []
    const findings: Finding[] = []
    let lengthM = 0
    for (let i = 0; i < parts.length; i += 1) {
      const part = parts[i]!
      const before = parts[i - 1]?.at(-1)
      const first = part[0]
      if (before && first) {
        const holeM = distanceM(before, first)
        findings.push({
          check: 'GEO-15',
          severity: severityOf(subject, holeM > warningM, holeM > errorM),
          at: [toPlace(before), toPlace(first)],
          intervalM: toInterval(lengthM, lengthM + holeM),
          value: roundMetres(holeM),
          threshold: holeM > errorM ? errorM : warningM,
        })
        lengthM += holeM
      }
      lengthM += lineLengthM(part)
    }
    return findings
  },
}

/** Who pauses a recording walks on a little before going on with it: that is no fault. */
function severityOf(subject: Subject, isHole: boolean, isWide: boolean): Severity {
  if (isWide) return severityOfBreak(subject)
  return isHole && !subject.isWalk ? 'warning' : 'info'
}
