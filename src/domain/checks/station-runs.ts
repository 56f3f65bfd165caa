/** A stretch of neighbouring stations that have something in common. */
export interface StationRun {
  readonly from: number
  readonly to: number
}

/** Runs of stations for which `sign` is the same and not 0, at least `least` steps long. */
export function stationRuns(
  count: number,
  sign: (station: number) => number,
  least: number,
): StationRun[] {
  const runs: StationRun[] = []
  let from = 0
  let current = 0
  for (let k = 0; k <= count; k += 1) {
    const here = k < count ? sign(k) : 0
    if (here === current) continue
    if (current !== 0 && k - 1 - from >= least) runs.push({ from, to: k - 1 })
    from = k
    current = here
  }
  return runs
}

/** The offsets known at a station. */
export function offsetsAt(offsetsM: readonly Float64Array[], station: number): number[] {
  return offsetsM.map((column) => column[station]!).filter((offset) => !Number.isNaN(offset))
}
