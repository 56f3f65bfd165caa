import { neighbour, type Stations } from './stations.ts'

/** Smooths one coordinate, or any measure, station by station. */
export type Smoother = (values: Float64Array) => Float64Array

/** Widths are chosen among so many steps of this size, metres. */
const WIDTH_STEP_M = 0.5

/** A Gaussian whose width, metres, differs from station to station; 0 leaves a station as it is. */
export function blurWith(
  { path, stepM, ring }: Stations,
  widthM: (station: number) => number,
): Smoother {
  const kernels = new Map<number, number[]>()
  const halves = Array.from(path.xs, (_, k) => {
    const step = Math.round(widthM(k) / WIDTH_STEP_M)
    const known = kernels.get(step) ?? kernel((step * WIDTH_STEP_M) / stepM)
    kernels.set(step, known)
    return known
  })
  return (values) => values.map((_, k) => convolve(values, k, halves[k]!, ring))
}

/** The sum over so many stations on both sides; round a ring, else the end stations count again. */
export function sumAround(values: Float64Array, reach: number, ring: boolean): Float64Array {
  const count = values.length
  return values.map((_, k) => {
    let sum = 0
    for (let d = -reach; d <= reach; d += 1) sum += values[neighbour(k + d, count, ring)]!
    return sum
  })
}

/** Half a Gaussian: weight of the station itself and of its neighbours on one side. */
function kernel(sigma: number): number[] {
  if (sigma <= 0) return [1]
  const reach = Math.max(1, Math.ceil(3 * sigma))
  return Array.from({ length: reach + 1 }, (_, d) => Math.exp(-(d * d) / (2 * sigma * sigma)))
}

/** Near an end the window shrinks on both sides alike, so that the line is not pulled inwards. */
function convolve(values: Float64Array, k: number, half: readonly number[], ring: boolean): number {
  const count = values.length
  const room = ring ? Infinity : Math.min(k, count - 1 - k)
  let sum = values[k]! * half[0]!
  let weight = half[0]!
  for (let d = 1; d < half.length && d <= room; d += 1) {
    const before = values[neighbour(k - d, count, ring)]!
    const after = values[neighbour(k + d, count, ring)]!
    sum += half[d]! * (before + after)
    weight += 2 * half[d]!
  }
  return sum / weight
}
