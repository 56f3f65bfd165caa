import { positionAt, type MeasuredLine } from '../geo/chainage.ts'

/** Altitudes along a line at even steps; NaN where the line has none. */
export interface AltitudeGrid {
  readonly stepM: number
  readonly altitudeM: Float64Array
}

const STEP_M = 10
const MOST_STEPS = 100_000

/** The altitudes of a line every 10 m; in longer steps where nobody could walk it. */
export function altitudeGrid(line: MeasuredLine): AltitudeGrid {
  const stepM = Math.max(STEP_M, line.path.lengthM / MOST_STEPS)
  const count = Math.max(1, Math.floor(line.path.lengthM / stepM)) + 1
  const altitudeM = Float64Array.from(
    { length: count },
    (_, k) => positionAt(line, k * stepM)[2] ?? NaN,
  )
  return { stepM, altitudeM }
}
