import { lineLengthM } from '../../geo/chainage.ts'
import type { Track } from '../../geo/fix.ts'
import type { Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { quantile } from '../../geo/statistics.ts'
import { stepsOf } from '../timed-track.ts'

const LEAST_STEPS = 10

/**
 * TIM-05: drawn on a screen, not walked: no times, times that a machine spread at one even speed,
 * or points too far apart. Such a line proves nothing and has no vote.
 */
export const notRecorded: Check<'TIM-05'> = {
  id: 'TIM-05',
  run({ track }, { steadiness, spacingM }) {
    if (!track) return []
    if (!track.recorded) return [found('no-time', 0)]
    const steps = stepsOf(track).flat()
    const speeds = steps.filter((s) => s.seconds > 0).map((s) => s.lengthM / s.seconds)
    if (speeds.length === 0 && steps.length > 0) return [found('no-time', 0)]
    if (speeds.length < LEAST_STEPS) return []
    const spread = (quantile(speeds, 0.9) - quantile(speeds, 0.1)) / quantile(speeds, 0.5)
    if (spread < steadiness) return [found('steady', spread, steadiness)]
    const spacing = meanSpacingM(track)
    return spacing > spacingM ? [found('sparse', spacing, spacingM)] : []
  },
}

function found(kind: string, value: number, threshold?: number): Finding {
  return {
    check: 'TIM-05',
    severity: 'info',
    at: [],
    value: Math.round(value * 1000) / 1000,
    ...(threshold === undefined ? {} : { threshold }),
    params: { kind },
  }
}

function meanSpacingM({ segments }: Track): number {
  let lengthM = 0
  let steps = 0
  for (const segment of segments) {
    lengthM += lineLengthM(segment.map(({ lon, lat }) => [lon, lat]))
    steps += segment.length - 1
  }
  return steps > 0 ? lengthM / steps : 0
}
