import { toPath, type Path } from '../geo/chainage.ts'
import { median, type Averages } from './average.ts'
import { neighbour, type Stations } from './stations.ts'

/** Turning more than this within 30 m, the line is in a sharp bend and is smoothed less. */
const SHARP_TURN_COS = Math.cos((65 * Math.PI) / 180)
const SHARP_REACH = 3
/** Widths are chosen among so many steps of this size, metres. */
const WIDTH_STEP_M = 0.5
/** Spread assumed where nothing is known of it, metres. */
const USUAL_SPREAD_M = 4

/** Bounds of the smoothing width, and how it grows with the standard error of the line there. */
const OPEN = { leastM: 7, mostM: 14, perError: 4.5 }
const SHARP = { leastM: 2.5, mostM: 6, perError: 2 }

/** The same width everywhere: for a line of which nothing is known yet. */
export function smoothEvenly(stations: Stations, sigmaM: number): Path {
  return smoothTwice(stations.path, stations, () => sigmaM)
}

/**
 * Smooths a line of stations with a Gaussian that is the wider the less sure the line is (7 to
 * 14 m), and narrow in sharp bends; twice over ("twicing", J. W. Tukey, 1977: what the first pass
 * took away is smoothed and given back), which keeps bends from being cut. Ends stay where they are, and so does what too few have walked.
 */
export function smoothStations(
  path: Path,
  stations: Stations,
  averages: Averages,
  leastVotes: number,
): Path {
  const sharp = sharpBends(stations)
  const usual = median([...averages.spreadM].filter((sd) => !Number.isNaN(sd)))
  const usualM = Number.isNaN(usual) ? USUAL_SPREAD_M : usual
  return smoothTwice(path, stations, (k) => {
    if (averages.support[k]! < leastVotes && leastVotes > 1) return 0
    const { leastM, mostM, perError } = sharp[k] ? SHARP : OPEN
    const errorM = usualM / Math.sqrt(Math.max(1, averages.support[k]!))
    return Math.min(mostM, Math.max(leastM, perError * errorM))
  })
}

function smoothTwice(path: Path, stations: Stations, widthM: (k: number) => number): Path {
  const kernels = new Map<number, number[]>()
  const halves = Array.from(path.xs, (_, k) => {
    const step = Math.round(widthM(k) / WIDTH_STEP_M)
    const known = kernels.get(step) ?? kernel((step * WIDTH_STEP_M) / stations.stepM)
    kernels.set(step, known)
    return known
  })
  const blur = (values: Float64Array): Float64Array =>
    values.map((_, k) => convolve(values, k, halves[k]!, stations.ring))
  const twice = (values: Float64Array): Float64Array => {
    const once = blur(values)
    const rest = blur(values.map((value, k) => value - once[k]!))
    return once.map((value, k) => value + rest[k]!)
  }
  return toPath(twice(path.xs), twice(path.ys))
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

function sharpBends({ path, txs, tys, ring }: Stations): Uint8Array {
  const count = path.xs.length
  const bends = new Uint8Array(count)
  for (let k = 0; k < count; k += 1) {
    const a = neighbour(k - SHARP_REACH, count, ring)
    const b = neighbour(k + SHARP_REACH, count, ring)
    if (txs[a]! * txs[b]! + tys[a]! * tys[b]! > SHARP_TURN_COS) continue
    for (let d = -2; d <= 2; d += 1) bends[neighbour(k + d, count, ring)] = 1
  }
  return bends
}
