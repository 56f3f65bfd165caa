import { pointAt } from '../../geo/chainage.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, toInterval, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'

const STEP_M = 2.5
/** A line of a thousand kilometres is looked at in longer steps: it is none that anybody walks. */
const MOST_STEPS = 40_000
/** At its tip, a branch is beside itself this far from there. */
const TIP_REACH_M = 15

/** A branch around its tip: how far it goes back beside itself. */
interface Branch {
  readonly tipM: number
  readonly lengthM: number
}

/**
 * GEO-12: a short branch walked there and back along itself: somebody got lost, or looked at
 * something. An out-and-back as a whole is longer, and stays.
 */
export const stub: Check<'GEO-12'> = {
  id: 'GEO-12',
  run({ line }, { lengthM, widthM, leastM }) {
    if (!line) return []
    const { path } = line
    const findings: Finding[] = []
    const stepM = Math.max(STEP_M, path.lengthM / MOST_STEPS)
    for (let m = TIP_REACH_M; m < path.lengthM - TIP_REACH_M; m += stepM) {
      if (widthAt(m, TIP_REACH_M) > widthM) continue
      let best: Branch = { tipM: m, lengthM: 0 }
      for (; m < path.lengthM && widthAt(m, TIP_REACH_M) <= widthM; m += stepM) {
        const branchM = foldedM(m)
        if (branchM > best.lengthM) best = { tipM: m, lengthM: branchM }
      }
      const { tipM } = best
      const atAnEnd =
        tipM - best.lengthM < 2 * STEP_M || tipM + best.lengthM > path.lengthM - 2 * STEP_M
      if (atAnEnd || best.lengthM < leastM || best.lengthM >= lengthM) continue
      findings.push({
        check: 'GEO-12',
        severity: 'warning',
        at: [placeAt(line, tipM)],
        intervalM: toInterval(tipM - best.lengthM, tipM + best.lengthM),
        value: roundMetres(best.lengthM),
        threshold: lengthM,
      })
      m = Math.max(m, tipM + best.lengthM)
    }
    return findings

    /** How far apart the line is, so many metres before and after a place. */
    function widthAt(tipM: number, reachM: number): number {
      const out = pointAt(path, tipM - reachM)
      const back = pointAt(path, tipM + reachM)
      return Math.hypot(out.x - back.x, out.y - back.y)
    }

    /** How far back from the tip the line runs beside itself, its parting at the end left out. */
    function foldedM(tipM: number): number {
      let reachM = 0
      let width = 0
      for (let reach = STEP_M; reach <= lengthM + widthM; reach += STEP_M) {
        if (tipM - reach < 0 || tipM + reach > path.lengthM) break
        const here = widthAt(tipM, reach)
        if (here > widthM) break
        reachM = reach
        width = here
      }
      return reachM - width / 2
    }
  },
}
