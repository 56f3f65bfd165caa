import { toPlace, type Check } from '../check.ts'
import { stepsOf } from '../timed-track.ts'

/** TIM-03: single steps too fast to be true, once repeated positions are left aside. */
export const speedOutlier: Check<'TIM-03'> = {
  id: 'TIM-03',
  run({ track }, { speedMS }) {
    if (!track?.recorded) return []
    const fast = stepsOf(track).flatMap((steps) =>
      steps.filter((step, i) => {
        const isFast = (k: number): boolean => {
          const other = steps[k]
          return other !== undefined && other.seconds > 0 && other.lengthM / other.seconds > speedMS
        }
        // A spike leaps out and back: two steps. More in a row are a vehicle (TIM-02).
        return isFast(i) && !(isFast(i - 1) && isFast(i + 1)) && step.seconds > 0
      }),
    )
    if (fast.length === 0) return []
    const fastest = Math.max(...fast.slice(0, 10_000).map((step) => step.lengthM / step.seconds))
    return [
      {
        check: 'TIM-03',
        severity: 'info',
        at: fast.slice(0, 10).map(({ to }) => toPlace([to.lon, to.lat])),
        value: Math.round(fastest * 10) / 10,
        threshold: speedMS,
        params: { count: fast.length },
      },
    ]
  },
}
