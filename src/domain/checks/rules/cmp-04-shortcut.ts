import { roundMetres } from '../../geo/rounding.ts'
import type { Check } from '../check.ts'
import type { Finding } from '../finding.ts'

/** CMP-04: part of the trail was left out by a shorter way. */
export const shortcut: Check<'CMP-04'> = {
  id: 'CMP-04',
  run({ walk }, { skippedM, walkedShare }) {
    const findings: Finding[] = []
    for (const episode of walk?.comparison.shortcuts ?? []) {
      const skipped = skippedBy(episode.intervalM, walk!.comparison.trailLengthM)
      if (skipped < skippedM || episode.lengthM >= walkedShare * skipped) continue
      findings.push({
        check: 'CMP-04',
        severity: 'warning',
        at: episode.at,
        intervalM: episode.intervalM,
        value: roundMetres(skipped),
        threshold: skippedM,
        params: { lengthM: episode.lengthM },
      })
    }
    return findings
  },
}

/** Across the seam of a loop the interval runs backwards. */
function skippedBy([fromM, toM]: readonly [number, number], trailLengthM: number): number {
  return toM >= fromM ? toM - fromM : toM - fromM + trailLengthM
}
