import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** CMP-07: the walk joined or left the trail elsewhere than at its ends. */
export const startEndMismatch: Check<'CMP-07'> = {
  id: 'CMP-07',
  run({ walk, line }, { endM }) {
    if (!walk) return []
    const { alongM, model } = walk.match
    const onTrail = [...alongM].filter((m) => !Number.isNaN(m))
    if (onTrail.length === 0) return []
    const findings: Finding[] = []
    const ends: [kind: string, chainageM: number][] = [
      ['start', onTrail[0]!],
      ['end', onTrail.at(-1)!],
    ]
    for (const [kind, chainageM] of ends) {
      const awayM = Math.min(chainageM, model.lengthM - chainageM)
      if (awayM <= endM) continue
      findings.push({
        check: 'CMP-07',
        severity: 'info',
        at: line ? [placeAt(line, chainageM)] : [],
        value: roundMetres(awayM),
        threshold: endM,
        params: { kind },
      })
    }
    return findings
  },
}
