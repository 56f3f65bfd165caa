import type { Track } from '../../geo/fix.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { median } from '../../geo/statistics.ts'
import type { Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { stepsOf } from '../timed-track.ts'

/** CMP-04: part of the trail was left out by a shorter way. */
export const shortcut: Check<'CMP-04'> = {
  id: 'CMP-04',
  run({ walk, track }, { skippedM, walkedShare, steps }) {
    const { shortcuts = [], trailLengthM = 0 } = walk?.comparison ?? {}
    if (shortcuts.length === 0) return []
    const leastM = Math.max(skippedM, steps * usualStepM(track))
    const findings: Finding[] = []
    for (const episode of shortcuts) {
      const skipped = skippedBy(episode.intervalM, trailLengthM)
      if (skipped < leastM || episode.lengthM >= walkedShare * skipped) continue
      findings.push({
        check: 'CMP-04',
        severity: 'warning',
        at: episode.at,
        intervalM: episode.intervalM,
        value: roundMetres(skipped),
        threshold: roundMetres(leastM),
        params: { lengthM: episode.lengthM },
      })
    }
    return findings
  },
}

/** A fix a minute cuts every bend by itself: what is left out must show beyond that. */
function usualStepM(track: Track | undefined): number {
  const steps = track?.recorded ? stepsOf(track).flat() : []
  return steps.length > 0 ? median(steps.map(({ lengthM }) => lengthM)) : 0
}

/** Across the seam of a loop the interval runs backwards. */
function skippedBy([fromM, toM]: readonly [number, number], trailLengthM: number): number {
  return toM >= fromM ? toM - fromM : toM - fromM + trailLengthM
}
