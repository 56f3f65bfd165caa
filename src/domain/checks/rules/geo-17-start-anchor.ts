import type { Position } from 'geojson'
import { distanceM } from '../../geo/plane.ts'
import { distanceToLineM } from '../distance-to-line.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { toPlace, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** GEO-17: the declared departure or arrival is not where the line begins or ends, or the car park far from it. */
export const startAnchor: Check<'GEO-17'> = {
  id: 'GEO-17',
  run({ line, declared }, { warningM, errorM }) {
    if (!line || !declared) return []
    const start = line.positions[0]!
    const end = line.positions.at(-1)!
    const { departure, arrival, parking } = declared
    const anchors: [kind: string, anchor: Position | undefined, awayM: number][] = [
      ['departure', departure, departure ? distanceM(start, departure) : 0],
      ['arrival', arrival, arrival ? distanceM(end, arrival) : 0],
      // From a car park one joins the trail where it is nearest.
      ['parking', parking, parking ? distanceToLineM(line.positions, parking) : 0],
    ]
    const findings: Finding[] = []
    for (const [kind, anchor, awayM] of anchors) {
      if (!anchor) continue
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
