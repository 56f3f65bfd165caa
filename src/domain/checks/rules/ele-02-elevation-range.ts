import { median } from '../../geo/statistics.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** ELE-02: altitudes of this country, and those of the ground; +44 to +55 m is the ellipsoid. */
export const elevationRange: Check<'ELE-02'> = {
  id: 'ELE-02',
  run({ line, terrainM }, thresholds) {
    const { lowestM, highestM, offsetM, ellipsoidFromM, ellipsoidToM } = thresholds
    if (!line) return []
    const findings: Finding[] = []
    const wrong: number[] = []
    line.positions.forEach(([, , z], i) => {
      if (z !== undefined && (z < lowestM || z > highestM)) wrong.push(i)
    })
    if (wrong.length > 0) {
      const value = line.positions[wrong[0]!]![2]!
      findings.push({
        check: 'ELE-02',
        severity: 'warning',
        at: wrong.slice(0, 10).map((i) => placeAt(line, line.path.chainageM[i]!)),
        value: roundMetres(value),
        threshold: value < lowestM ? lowestM : highestM,
        params: { kind: 'range', count: wrong.length },
      })
    }
    const offsets = line.positions.flatMap(([, , z], i) => {
      const ground = terrainM?.[i]
      return z === undefined || ground == null ? [] : [z - ground]
    })
    const offset = median(offsets)
    if (offsets.length > 0 && Math.abs(offset) >= offsetM) {
      const ellipsoid = offset >= ellipsoidFromM && offset <= ellipsoidToM
      findings.push({
        check: 'ELE-02',
        severity: 'warning',
        at: [],
        value: roundMetres(offset),
        threshold: offsetM,
        params: { kind: ellipsoid ? 'ellipsoid' : 'offset' },
      })
    }
    return findings
  },
}
