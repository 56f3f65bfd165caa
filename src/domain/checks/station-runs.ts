/** A stretch of neighbouring stations that have something in common. */
export interface StationRun {
  readonly from: number
  readonly to: number
}

/** A run goes on across so few stations that say nothing: one walk less there, one wave of noise. */
const BRIDGED = 2

/**
 * Runs of stations for which `sign` is the same and not 0, at least `least` steps long; holes of one or
 * two stations do not end them.
 */
export function stationRuns(
  count: number,
  sign: (station: number) => number,
  least: number,
): StationRun[] {
  const runs: { from: number; to: number; sign: number }[] = []
  for (let k = 0; k < count; k += 1) {
    const here = sign(k)
    if (here === 0) continue
    const last = runs.at(-1)
    if (last?.sign === here && k - last.to <= BRIDGED + 1) last.to = k
    else runs.push({ from: k, to: k, sign: here })
  }
  return runs.filter(({ from, to }) => to - from >= least).map(({ from, to }) => ({ from, to }))
}

/** The offsets known at a station. */
export function offsetsAt(offsetsM: readonly Float64Array[], station: number): number[] {
  return offsetsM.map((column) => column[station]!).filter((offset) => !Number.isNaN(offset))
}
