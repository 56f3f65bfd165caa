import { lineString, truncate } from '@turf/turf'
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
    const coarse = 1 - shareLosing(positions, fewestDecimals - 1)
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
    if (shareLosing(positions, mostDecimals) > 0) {
      const most = MOST_DECIMALS.find((count) => shareLosing(positions, count) === 0)
      findings.push({
        check: 'GEO-05',
        severity: 'info',
        at: [],
        value: most ?? MOST_DECIMALS.at(-1)! + 1,
        threshold: mostDecimals,
        params: { kind: 'fine' },
      })
    }
    return findings
  },
}

/** How many decimals are worth telling apart. */
const MOST_DECIMALS = [5, 6, 7, 8, 9, 10, 11, 12]
/** Less than this, of a degree, is the arithmetic's and no digit of anybody's. */
const NOTHING_DEG = 1e-13

/** The share of the vertices that are not the same with only so many decimals. */
function shareLosing(positions: readonly Position[], decimals: number): number {
  const flat = positions.map(([lon, lat]) => [lon!, lat!])
  const { coordinates } = truncate(lineString(flat), { precision: decimals }).geometry
  const losing = coordinates.filter(([lon, lat], i) => {
    const [ownLon, ownLat] = flat[i]!
    return Math.abs(lon! - ownLon!) > NOTHING_DEG || Math.abs(lat! - ownLat!) > NOTHING_DEG
  })
  return losing.length / positions.length
}
