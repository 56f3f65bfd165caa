import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, toInterval, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { selfCrossings } from '../self-crossings.ts'

/** GEO-10: a small loop: a receiver standing still, tied into the line. Neighbouring knots are one. */
export const knot: Check<'GEO-10'> = {
  id: 'GEO-10',
  run({ line }, { loopM }) {
    if (!line) return []
    const findings: Finding[] = []
    for (const { firstM, secondM } of selfCrossings(line)) {
      const lengthM = secondM - firstM
      if (lengthM >= loopM) continue
      const last = findings.at(-1)
      if (last && firstM <= last.intervalM![1] + loopM) {
        findings[findings.length - 1] = {
          ...last,
          intervalM: toInterval(last.intervalM![0], Math.max(last.intervalM![1], secondM)),
          value: Math.max(last.value!, roundMetres(lengthM)),
        }
        continue
      }
      findings.push({
        check: 'GEO-10',
        severity: 'warning',
        at: [placeAt(line, firstM)],
        intervalM: toInterval(firstM, secondM),
        value: roundMetres(lengthM),
        threshold: loopM,
      })
    }
    return findings
  },
}
