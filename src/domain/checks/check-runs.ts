import type { CheckId } from './thresholds.ts'

/** What is looked at: each has checks of its own. */
export type CheckRun = 'trail' | 'recording' | 'walk' | 'walks'

/**
 * Which checks look at what, each list in the order of the register. What is asked of a line that
 * people are to follow is not asked of the line that a receiver drew: its knots, stubs, crossings and
 * spacing are the receiver's, nobody decides on them, and the comparison looks through them.
 */
export const CHECK_RUNS: Readonly<Record<CheckRun, readonly CheckId[]>> = {
  /** A line to be followed: its drawing, its place, what is announced of it. */
  trail: [
    ...['GEO-01', 'GEO-02', 'GEO-03', 'GEO-04', 'GEO-05', 'GEO-06', 'GEO-07', 'GEO-08'],
    ...['GEO-09', 'GEO-10', 'GEO-11', 'GEO-12', 'GEO-13', 'GEO-14', 'GEO-15', 'GEO-16'],
    ...['GEO-17', 'GEO-18', 'GEO-19', 'GEO-20', 'ELE-01', 'ELE-02', 'ELE-03', 'ELE-04'],
    ...['TIM-06', 'POI-01'],
  ] as readonly CheckId[],
  /** The line that a recording draws. */
  recording: [
    ...['GEO-01', 'GEO-02', 'GEO-03', 'GEO-04', 'GEO-05', 'GEO-09', 'GEO-13', 'GEO-15'],
    ...['GEO-18', 'GEO-19', 'ELE-02', 'POI-01'],
  ] as readonly CheckId[],
  /** A recording, and where it lies on its trail. */
  walk: [
    ...['GEO-14', 'TIM-01', 'TIM-02', 'TIM-03', 'TIM-04', 'TIM-05', 'ACC-01', 'CMP-01'],
    ...['CMP-02', 'CMP-03', 'CMP-04', 'CMP-05', 'CMP-06', 'CMP-07'],
  ] as readonly CheckId[],
  /** Several walks of one trail, together. */
  walks: ['CMP-08', 'CMP-09', 'CMP-10', 'CNS-01', 'CNS-02', 'CNS-03'],
}
