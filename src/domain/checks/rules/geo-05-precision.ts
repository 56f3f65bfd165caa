import type { Position } from 'geojson'
import { roundShare } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** GEO-05: four decimals are a grid of 11 m; more than seven say what no receiver knows. */
export const precision: Check<'GEO-05'> = {
  id: 'GEO-05',
  run({ line }, { fewestDecimals, coarseShare, mostDecimals }) {
    if (!line) return []
    const { positions } = line
    const decimals = positions.map(decimalsOf)
    const coarse = decimals.filter((count) => count < fewestDecimals).length / positions.length
    const findings: Finding[] = []
    if (coarse > coarseShare) {
      findings.push({
        check: 'GEO-05',
        severity: 'warning',
        at: [],
        value: roundShare(coarse),
        threshold: coarseShare,
        params: { kind: 'coarse', decimals: fewestDecimals },
      })
    }
    const most = Math.max(0, ...sample(decimals))
    if (most > mostDecimals) {
      findings.push({
        check: 'GEO-05',
        severity: 'info',
        at: [],
        value: most,
        threshold: mostDecimals,
        params: { kind: 'fine' },
      })
    }
    return findings
  },
}

/** Decimals of the finer coordinate, without trailing zeros. */
function decimalsOf([lon, lat]: Position): number {
  return Math.max(decimals(lon!), decimals(lat!))
}

function decimals(value: number): number {
  for (let count = 0; count < 9; count += 1) {
    const scaled = value * 10 ** count
    if (Math.abs(scaled - Math.round(scaled)) < 1e-9 * 10 ** count) return count
  }
  return 9
}

/** `Math.max` takes only so many arguments. */
function sample(values: readonly number[]): readonly number[] {
  const stride = Math.ceil(values.length / 5000)
  return values.filter((_, i) => i % stride === 0)
}
