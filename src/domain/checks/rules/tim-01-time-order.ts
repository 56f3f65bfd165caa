import { rolloverMs } from '../../geo/fix-clock.ts'
import { roundShare } from '../../geo/rounding.ts'
import { toPlace, type Check } from '../check.ts'
import type { Fix } from '../../geo/fix.ts'
import type { Finding } from '../finding.ts'

/** TIM-01: times that go back, stand still, have not come yet, or are 1,024 weeks late. The order of the file is kept. */
export const timeOrder: Check<'TIM-01'> = {
  id: 'TIM-01',
  run({ track, nowMs }, { disorderShare, futureS }) {
    if (!track?.recorded) return []
    const timed = track.segments.flat().filter((fix) => fix.atMs !== undefined)
    const disordered = timed.filter((fix, i) => i > 0 && fix.atMs! <= timed[i - 1]!.atMs!)
    const findings: Finding[] = []
    if (disordered.length > 0) {
      const share = disordered.length / timed.length
      findings.push({
        check: 'TIM-01',
        severity: share > disorderShare ? 'warning' : 'info',
        at: placesOf(disordered),
        value: roundShare(share),
        threshold: disorderShare,
        params: { kind: 'order', count: disordered.length },
      })
    }
    const future = timed.filter(({ atMs }) => nowMs !== undefined && atMs! > nowMs + futureS * 1000)
    if (future.length > 0) {
      findings.push({
        check: 'TIM-01',
        severity: 'warning',
        at: placesOf(future),
        value: future.length,
        threshold: futureS,
        params: { kind: 'future', count: future.length },
      })
    }
    const late = nowMs === undefined ? [] : timed.filter(({ atMs }) => rolloverMs(atMs!, nowMs) > 0)
    if (late.length > 0) {
      findings.push({
        check: 'TIM-01',
        severity: 'warning',
        at: placesOf(late),
        value: late.length,
        params: { kind: 'rollover', count: late.length },
      })
    }
    return findings
  },
}

function placesOf(fixes: readonly Fix[]): Finding['at'] {
  return fixes.slice(0, 10).map(({ lon, lat }) => toPlace([lon, lat]))
}
