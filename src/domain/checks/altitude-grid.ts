import { positionAt, type MeasuredLine } from '../geo/chainage.ts'

/** Altitudes along a line at even steps; NaN where the line has none. */
export interface AltitudeGrid {
  readonly stepM: number
  readonly altitudeM: Float64Array
}

const STEP_M = 10

/** The altitudes of a line every 10 m. */
export function altitudeGrid(line: MeasuredLine): AltitudeGrid {
  const count = Math.max(1, Math.floor(line.path.lengthM / STEP_M)) + 1
  const altitudeM = Float64Array.from(
    { length: count },
    (_, k) => positionAt(line, k * STEP_M)[2] ?? NaN,
  )
  return { stepM: STEP_M, altitudeM }
}
