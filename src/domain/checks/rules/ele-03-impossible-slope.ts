import { roundShare } from '../../geo/rounding.ts'
import { altitudeGrid, type AltitudeGrid } from '../altitude-grid.ts'
import { placeAt, toInterval, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'

interface Steep {
  fromM: number
  toM: number
  slope: number
  readonly threshold: number
}

/** ELE-03: steeper, for longer, than a path goes: the altitudes are wrong there. */
export const impossibleSlope: Check<'ELE-03'> = {
  id: 'ELE-03',
  run({ line }, { steepSlope, steepM, longSlope, longM }) {
    if (!line) return []
    const grid = altitudeGrid(line)
    const steep = [...steepRuns(grid, steepSlope, steepM), ...steepRuns(grid, longSlope, longM)]
    return joinRuns(steep).map(({ fromM, toM, slope, threshold }): Finding => ({
      check: 'ELE-03',
      severity: 'warning',
      at: [placeAt(line, (fromM + toM) / 2)],
      intervalM: toInterval(fromM, toM),
      value: roundShare(slope),
      threshold,
    }))
  },
}

function steepRuns({ altitudeM, stepM }: AltitudeGrid, limit: number, overM: number): Steep[] {
  const reach = Math.max(1, Math.round(overM / stepM))
  const runs: Steep[] = []
  for (let k = 0; k + reach < altitudeM.length; k += 1) {
    const slope = Math.abs(altitudeM[k + reach]! - altitudeM[k]!) / (reach * stepM)
    if (!(slope > limit)) continue
    runs.push({ fromM: k * stepM, toM: (k + reach) * stepM, slope, threshold: limit })
  }
  return runs
}

function joinRuns(runs: Steep[]): Steep[] {
  const joined: Steep[] = []
  for (const run of runs.sort((a, b) => a.fromM - b.fromM || b.threshold - a.threshold)) {
    const last = joined.at(-1)
    if (last && run.fromM <= last.toM) {
      last.toM = Math.max(last.toM, run.toM)
      last.slope = Math.max(last.slope, run.slope)
    } else joined.push({ ...run })
  }
  return joined
}
