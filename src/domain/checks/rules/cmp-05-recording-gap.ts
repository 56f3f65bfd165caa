import { roundMetres } from '../../geo/rounding.ts'
import { placeAt, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** CMP-05: part of the trail was passed while nothing was recorded: it is not covered. */
export const recordingGap: Check<'CMP-05'> = {
  id: 'CMP-05',
  run({ walk, line }, { gapM }) {
    const findings: Finding[] = []
    for (const [fromM, toM] of walk?.comparison.gaps ?? []) {
      const { trailLengthM } = walk!.comparison
      const lengthM = toM >= fromM ? toM - fromM : toM - fromM + trailLengthM
      if (lengthM <= gapM) continue
      findings.push({
        check: 'CMP-05',
        severity: 'info',
        at: line ? [placeAt(line, fromM), placeAt(line, toM)] : [],
        intervalM: [fromM, toM],
        value: roundMetres(lengthM),
        threshold: gapM,
      })
    }
    return findings
  },
}
