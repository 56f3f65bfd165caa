import { median } from './average.ts'
import type { CrossSections } from './cross-sections.ts'

/** The altitude along a consensus line: one entry per station, NaN where fewer than two tracks say. */
export interface AverageAltitudes {
  readonly altitudeM: Float64Array
  /** Standard deviation between the tracks, once each one's own shift is taken away. */
  readonly spreadM: Float64Array
}

const LEAST_TRACKS = 2
/** Receivers' altitudes tremble: each station takes the mean of so many on both sides (25 m). */
const SMOOTH_STATIONS = 5

/**
 * The altitude that several receivers agree on. Each has a shift of its own (weather, antenna, datum) of
 * some ten metres, which must not show as a step where a track begins or ends: it is measured against
 * the median of all, taken away, and the median of the shifts is given back. Null with fewer than two
 * tracks that have altitudes. Datum: whatever most of the receivers used; never publish it as sea level.
 */
export function averageAltitudes(sections: CrossSections): AverageAltitudes | null {
  const known = sections.filter((column) => column.some((z) => !Number.isNaN(z)))
  if (known.length < LEAST_TRACKS) return null
  const first = acrossTracks(known, median)
  const shifts = known.map((column) => shiftOf(column, first))
  const usualShift = median([...shifts])
  const level = known.map((column, t) => column.map((z) => z - shifts[t]! + usualShift))
  return {
    altitudeM: smooth(acrossTracks(level, median)),
    spreadM: acrossTracks(level, deviation),
  }
}

function acrossTracks(columns: CrossSections, measure: (values: number[]) => number): Float64Array {
  return Float64Array.from({ length: columns[0]!.length }, (_, k) => {
    const here = columns.map((column) => column[k]!).filter((z) => !Number.isNaN(z))
    return here.length >= LEAST_TRACKS ? measure(here) : NaN
  })
}

function shiftOf(column: Float64Array, middle: Float64Array): number {
  const apart = [...column].map((z, k) => z - middle[k]!).filter((d) => !Number.isNaN(d))
  return apart.length > 0 ? median(apart) : 0
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, z) => sum + z, 0) / values.length
  const squares = values.reduce((sum, z) => sum + (z - mean) ** 2, 0)
  return Math.sqrt(squares / (values.length - 1))
}

function smooth(values: Float64Array): Float64Array {
  return values.map((value, k) => {
    if (Number.isNaN(value)) return NaN
    let sum = 0
    let count = 0
    for (let j = k - SMOOTH_STATIONS; j <= k + SMOOTH_STATIONS; j += 1) {
      const z = values[j]
      if (z === undefined || Number.isNaN(z)) continue
      sum += z
      count += 1
    }
    return sum / count
  })
}
