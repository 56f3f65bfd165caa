import { roundMetres } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { quantile } from '../../geo/statistics.ts'

/** CMP-02: on the trail, yet beside its line, for longer than noise lasts; or noisy throughout. */
export const deviation: Check<'CMP-02'> = {
  id: 'CMP-02',
  run({ walk }, { p95M, offsetM, lengthM }) {
    if (!walk) return []
    const { match, comparison } = walk
    const findings = comparison.deviations
      .filter((episode) => episode.maxOffsetM > offsetM && episode.lengthM >= lengthM)
      .map((episode): Finding => ({
        check: 'CMP-02',
        severity: 'warning',
        at: episode.at,
        intervalM: episode.intervalM,
        value: episode.maxOffsetM,
        threshold: offsetM,
        params: { kind: 'place', lengthM: episode.lengthM },
      }))
    const offsets = [...match.offsetM].filter((_, i) => !Number.isNaN(match.alongM[i]!))
    const usual = quantile(offsets.map(Math.abs), 0.95)
    if (offsets.length > 0 && usual > p95M) {
      findings.push({
        check: 'CMP-02',
        severity: 'warning',
        at: [],
        value: roundMetres(usual),
        threshold: p95M,
        params: { kind: 'whole' },
      })
    }
    return findings
  },
}
