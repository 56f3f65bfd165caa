import type { Position } from 'geojson'
import { distanceM } from '../../geo/plane.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { toPlace, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** GEO-17: the declared departure, arrival or car park is not where the line begins or ends. */
export const startAnchor: Check<'GEO-17'> = {
  id: 'GEO-17',
  run({ line, declared }, { warningM, errorM }) {
    if (!line || !declared) return []
    const start = line.positions[0]!
    const end = line.positions.at(-1)!
    const anchors: [kind: string, anchor: Position | undefined, ends: readonly Position[]][] = [
      ['departure', declared.departure, [start]],
      ['arrival', declared.arrival, [end]],
      ['parking', declared.parking, [start, end]],
    ]
    const findings: Finding[] = []
    for (const [kind, anchor, ends] of anchors) {
      if (!anchor) continue
      const awayM = Math.min(...ends.map((one) => distanceM(one, anchor)))
      if (awayM <= warningM) continue
      findings.push({
        check: 'GEO-17',
        severity: awayM > errorM ? 'error' : 'warning',
        at: [toPlace(anchor)],
        value: roundMetres(awayM),
        threshold: awayM > errorM ? errorM : warningM,
        params: { kind },
      })
    }
    return findings
  },
}
