import { pointAt } from '../geo/chainage.ts'
import { roundMetres } from '../geo/rounding.ts'
import { placeAt, toInterval, type Check } from './check.ts'
import type { Finding } from './finding.ts'
import { bendDeg } from './vertex-angle.ts'

const STEP_M = 5
/** The line turns round within this. */
const TURN_REACH_M = 10

/**
 * GEO-12: a short branch walked there and back along itself: somebody got lost, or looked at
 * something. The whole of an out-and-back is longer, and stays.
 */
export const stub: Check<'GEO-12'> = {
  id: 'GEO-12',
  run({ line }, { lengthM, widthM, leastM }) {
    if (!line) return []
    const { path } = line
    const findings: Finding[] = []
    let pastM = 0
    for (let i = 1; i < path.xs.length - 1; i += 1) {
      const tipM = path.chainageM[i]!
      if (tipM < pastM || !turnsRound(i)) continue
      const reachM = foldedM(tipM)
      const branchM = reachM
      if (branchM < leastM || branchM >= lengthM) continue
      if (tipM - reachM <= STEP_M || tipM + reachM >= path.lengthM - STEP_M) continue
      findings.push({
        check: 'GEO-12',
        severity: 'warning',
        at: [placeAt(line, tipM)],
        intervalM: toInterval(tipM - reachM, tipM + reachM),
        value: roundMetres(branchM),
        threshold: lengthM,
      })
      pastM = tipM + reachM
    }
    return findings

    function turnsRound(i: number): boolean {
      if (bendDeg(path, i) > 120) return true
      const tipM = path.chainageM[i]!
      const before = pointAt(path, tipM - TURN_REACH_M)
      const after = pointAt(path, tipM + TURN_REACH_M)
      return Math.hypot(after.x - before.x, after.y - before.y) < TURN_REACH_M / 2
    }

    /** How far back from the tip the line runs beside itself. */
    function foldedM(tipM: number): number {
      let reachM = 0
      for (let m = STEP_M; m <= lengthM + STEP_M; m += STEP_M) {
        if (tipM - m < 0 || tipM + m > path.lengthM) break
        const out = pointAt(path, tipM - m)
        const back = pointAt(path, tipM + m)
        if (Math.hypot(out.x - back.x, out.y - back.y) > widthM) break
        reachM = m
      }
      return reachM
    }
  },
}
