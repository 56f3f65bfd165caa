import { toInterval, toPlace, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { fastRuns, longerSteps, stepsOf, type TrackStep } from '../timed-track.ts'

/** Speeds are means over so many seconds: a single second is half noise. */
const OVER_S = 5

/** TIM-02: faster, for longer, than anybody walks: a car, a bicycle, a lift. */
export const vehicle: Check<'TIM-02'> = {
  id: 'TIM-02',
  run({ track }, { speedMS, sustainedS, fastSpeedMS, fastS }) {
    if (!track?.recorded) return []
    const findings: Finding[] = []
    for (const steps of stepsOf(track).map((each) => longerSteps(each, OVER_S))) {
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
  return fastRuns(steps, speedMS).flatMap((ride): Finding[] => {
    const seconds = ride.reduce((sum, step) => sum + step.seconds, 0)
    if (seconds < leastS) return []
    const lengthM = ride.reduce((sum, step) => sum + step.lengthM, 0)
    const { from, fromM } = ride[0]!
    const { to } = ride.at(-1)!
    return [
      {
        check: 'TIM-02',
        severity: 'warning',
        at: [toPlace([from.lon, from.lat]), toPlace([to.lon, to.lat])],
        intervalM: toInterval(fromM, fromM + lengthM),
        value: Math.round((lengthM / seconds) * 36) / 10,
        threshold: Math.round(speedMS * 36) / 10,
        params: { seconds: Math.round(seconds) },
      },
    ]
  })
}
