import { toInterval, toPlace, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { stepsOf, type TrackStep } from '../timed-track.ts'

/** TIM-02: faster, for longer, than anybody walks: a car, a bicycle, a lift. */
export const vehicle: Check<'TIM-02'> = {
  id: 'TIM-02',
  run({ track }, { speedMS, sustainedS, fastSpeedMS, fastS }) {
    if (!track?.recorded) return []
    const findings: Finding[] = []
    for (const steps of stepsOf(track)) {
      for (const ride of [
        ...rides(steps, fastSpeedMS, fastS),
        ...rides(steps, speedMS, sustainedS),
      ]) {
        const isKnown = findings.some(
          ({ intervalM }) =>
            intervalM![0] <= ride.intervalM![1] && ride.intervalM![0] <= intervalM![1],
        )
        if (!isKnown) findings.push(ride)
      }
    }
    return findings.sort((a, b) => a.intervalM![0] - b.intervalM![0])
  },
}

/** Runs of steps that are all faster than a speed and last long enough together. */
function rides(steps: readonly TrackStep[], speedMS: number, leastS: number): Finding[] {
  const found: Finding[] = []
  for (let i = 0; i < steps.length; i += 1) {
    const first = i
    let seconds = 0
    let lengthM = 0
    while (i < steps.length && isFaster(steps[i]!, speedMS)) {
      seconds += steps[i]!.seconds
      lengthM += steps[i]!.lengthM
      i += 1
    }
    if (i === first || seconds < leastS) continue
    const { from, fromM } = steps[first]!
    const { to } = steps[i - 1]!
    found.push({
      check: 'TIM-02',
      severity: 'warning',
      at: [toPlace([from.lon, from.lat]), toPlace([to.lon, to.lat])],
      intervalM: toInterval(fromM, fromM + lengthM),
      value: Math.round((lengthM / seconds) * 36) / 10,
      threshold: Math.round(speedMS * 36) / 10,
      params: { seconds: Math.round(seconds) },
    })
  }
  return found
}

function isFaster({ seconds, lengthM }: TrackStep, speedMS: number): boolean {
  return seconds > 0 && lengthM / seconds > speedMS
}
