import { median, type Averages } from './average.ts'

/**
 * The median of standard deviations of so few values is low by so much. Source: the chi distribution,
 * checked on simulated walks.
 */
const SMALL_SAMPLE: Readonly<Record<number, number>> = { 2: 0.674, 3: 0.833, 4: 0.888, 5: 0.916 }
const LARGE_SAMPLE = 0.963
/** Spread between witnesses where only one walked and nothing is known of it, metres. */
const UNKNOWN_SPREAD_M = 5
/** What is known of the whole line weighs like so many witnesses more. */
const PRIOR_WITNESSES = 8
/** What the method itself adds, metres. */
const METHOD_M = 0.8
/** What all receivers err by together at one place (trees, rocks, the map's own datum), metres. Told apart. */
export const SHARED_ERROR_M = 1.5
/** Standard deviations that hold 95 % of the places. */
const REACH = 2.08

/**
 * How far the true way may be from each station, metres: within it 19 times of 20, as far as the
 * witnesses differ. The error that all receivers share at one place cannot be seen by comparing them
 * and is not in it. NaN where nobody walked.
 */
export function estimateAccuracy({ support, spreadM }: Averages): Float64Array {
  const known = [...spreadM].filter((spread) => !Number.isNaN(spread))
  const votes = median([...support].filter((count) => count >= 2))
  const usualM =
    known.length > 0
      ? median(known) / (SMALL_SAMPLE[Math.round(votes)] ?? LARGE_SAMPLE)
      : UNKNOWN_SPREAD_M
  return Float64Array.from(support, (n, k) => {
    if (n === 0) return NaN
    const own = n > 1 ? (n - 1) * spreadM[k]! ** 2 : 0
    const variance = (PRIOR_WITNESSES * usualM ** 2 + own) / (PRIOR_WITNESSES + n - 1)
    return REACH * Math.sqrt(variance / n + METHOD_M ** 2)
  })
}
