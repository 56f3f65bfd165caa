/** From and to, metres along the line that the context names; `fromM <= toM`. */
export type IntervalM = readonly [fromM: number, toM: number]

/**
 * The union of intervals, sorted and disjoint. Intervals closer than `bridgeM` are joined.
 * Empty and reversed ones are dropped.
 */
export function mergeIntervals(intervals: readonly IntervalM[], bridgeM = 0): IntervalM[] {
  const sorted = intervals.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const [from, to] of sorted) {
    const last = merged.at(-1)
    if (last && from - last[1] <= bridgeM) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

/** Total length of disjoint intervals, metres. Merge them first. */
export function totalLengthM(intervals: readonly IntervalM[]): number {
  return intervals.reduce((sum, [from, to]) => sum + to - from, 0)
}

/** What is in both of two lists of sorted, disjoint intervals. */
export function intersectIntervals(a: readonly IntervalM[], b: readonly IntervalM[]): IntervalM[] {
  const shared: IntervalM[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const [fromA, toA] = a[i]!
    const [fromB, toB] = b[j]!
    const from = Math.max(fromA, fromB)
    const to = Math.min(toA, toB)
    if (to > from) shared.push([from, to])
    if (toA < toB) i += 1
    else j += 1
  }
  return shared
}

/** What is left of `[0, lengthM]` once sorted, disjoint intervals are taken away. */
export function complementIntervals(intervals: readonly IntervalM[], lengthM: number): IntervalM[] {
  const left: IntervalM[] = []
  let fromM = 0
  for (const [from, to] of intervals) {
    if (from > fromM) left.push([fromM, Math.min(from, lengthM)])
    fromM = Math.max(fromM, to)
  }
  if (fromM < lengthM) left.push([fromM, lengthM])
  return left
}

/**
 * Cuts an interval of a closed line where it passes the seam: chainages may lie below 0 or above
 * `lengthM`, the result lies within `[0, lengthM]`.
 */
export function unwrapInterval([from, to]: IntervalM, lengthM: number): IntervalM[] {
  if (to - from >= lengthM) return [[0, lengthM]]
  const start = ((from % lengthM) + lengthM) % lengthM
  const end = start + (to - from)
  if (end <= lengthM) return [[start, end]]
  return [
    [start, lengthM],
    [0, end - lengthM],
  ]
}
