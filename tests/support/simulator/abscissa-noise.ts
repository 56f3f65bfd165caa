import type { Position } from 'geojson'
import { measureLine, resamplePath } from '../../../src/domain/geo/chainage.ts'
import type { Fix } from '../../../src/domain/geo/fix.ts'
import { fromPlane } from '../../../src/domain/geo/plane.ts'
import { createRandom, mixSeed, type Random } from './random.ts'

/** A stationary Gaussian process along a line, per coordinate. */
interface Part {
  readonly kernel: 'gaussian' | 'exponential' | 'white'
  readonly sdM: number
  /** Scope of its correlation, metres along the line. */
  readonly scopeM: number
}

/**
 * The noise of a published comparison of ways to average lines (MIAA, "mean axis of a set of
 * lines", IGN and LASTIG): correlated along the way, not in time. Sizes as its authors give them.
 */
const RECIPE: readonly Part[] = [
  { kernel: 'gaussian', sdM: 0.5, scopeM: 50 },
  { kernel: 'exponential', sdM: 5, scopeM: 20 },
  { kernel: 'white', sdM: 1, scopeM: 0 },
]
const PACE_MS = 1.25
/** A vertex every 6 to 12 m. */
const VERTEX_M = [6, 12] as const

/** One noisy copy of a line, whole and in its direction, as a recording at a walker's pace. */
export function noisyCopy(line: readonly Position[], seed: number, startAtMs: number): Fix[] {
  const random = createRandom(mixSeed(seed, 515))
  const { plane, path } = measureLine(line)
  const even = resamplePath(path, random.uniform(...VERTEX_M))
  const stepM = path.lengthM / (even.xs.length - 1)
  const [dxs, dys] = [0, 1].map(() => sumOfParts(even.xs.length, stepM, random))
  return Array.from(even.xs, (x, i) => {
    const [lon, lat] = fromPlane(plane, x + dxs![i]!, even.ys[i]! + dys![i]!)
    return { lon: lon, lat: lat, atMs: startAtMs + Math.round((1000 * i * stepM) / PACE_MS) }
  })
}

function sumOfParts(count: number, stepM: number, random: Random): Float64Array {
  const sum = new Float64Array(count)
  for (const part of RECIPE) {
    const values = processAlong(part, count, stepM, random)
    for (let i = 0; i < count; i += 1) sum[i]! += values[i]!
  }
  return sum
}

function processAlong(
  { kernel, sdM, scopeM }: Part,
  count: number,
  stepM: number,
  random: Random,
): Float64Array {
  if (kernel === 'white') return Float64Array.from({ length: count }, () => sdM * random.normal())
  if (kernel === 'exponential') {
    const keep = Math.exp(-stepM / scopeM)
    let value = sdM * random.normal()
    return Float64Array.from({ length: count }, () => {
      const now = value
      value = keep * value + sdM * Math.sqrt(1 - keep * keep) * random.normal()
      return now
    })
  }
  return gaussianProcess(count, sdM, scopeM / stepM, random)
}

/** White noise under a Gaussian window whose own correlation has the wanted scope. */
function gaussianProcess(count: number, sdM: number, scope: number, random: Random): Float64Array {
  const reach = Math.ceil(3 * scope)
  const white = Float64Array.from({ length: count + 2 * reach }, () => random.normal())
  const window = Float64Array.from({ length: 2 * reach + 1 }, (_, d) =>
    Math.exp(-(((d - reach) / (scope / Math.SQRT2)) ** 2)),
  )
  const size = Math.sqrt(window.reduce((sum, w) => sum + w * w, 0))
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0
    window.forEach((w, d) => (sum += w * white[i + d]!))
    return (sdM * sum) / size
  })
}
