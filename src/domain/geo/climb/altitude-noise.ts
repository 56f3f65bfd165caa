import type { Track } from '../fix.ts'

/**
 * How the altitude of one recording errs, measured from the recording itself. Over a few seconds the
 * ground hardly rises, so what the altitude does there is the receiver's doing: its squared
 * difference grows in proportion to time (a Gauss-Markov drift), that of the ground with its square.
 */
export interface AltitudeNoise {
  /** Squared difference of two altitudes at nearly the same time, m². */
  readonly whiteM2: number
  /** Growth of the squared error with time, m²/s. */
  readonly driftM2PerS: number
  /** Time after which the drift forgets where it was, seconds. */
  readonly memoryS: number
}

const LAGS_S = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30]
const LEAST_LAGS = 5
const LEAST_PAIRS = 100
/**
 * The memory cannot be told from relief in one recording. Phones under open sky err by 4 m with a
 * memory of 300 s, in forest by 8 m with 150 s: the curve goes through both.
 */
const USUAL_DRIFT = 0.107
const USUAL_MEMORY_S = 300

/** Measures the noise of a track's altitudes; null without enough fixes a few seconds apart. */
export function measureAltitudeNoise(track: Track): AltitudeNoise | null {
  const squares = LAGS_S.map(() => 0)
  const counts = LAGS_S.map(() => 0)
  for (const segment of track.segments) {
    LAGS_S.forEach((lagS, l) => {
      let j = 0
      for (const { eleM, atMs } of segment) {
        if (eleM === undefined || atMs === undefined) continue
        while (j < segment.length && (segment[j]!.atMs ?? -Infinity) < atMs + lagS * 1000 - 400)
          j += 1
        const later = segment[j]
        if (later?.eleM === undefined || later.atMs! > atMs + lagS * 1000 + 400) continue
        squares[l]! += (later.eleM - eleM) ** 2
        counts[l]! += 1
      }
    })
  }
  const known = LAGS_S.map((lagS, l) => ({
    lagS,
    mean: squares[l]! / counts[l]!,
    n: counts[l]!,
  })).filter(({ n, mean }) => n >= LEAST_PAIRS && mean > 0)
  if (known.length < LEAST_LAGS) return null
  const fit = fitGrowth(known)
  const drift = Math.max(1e-5, fit.drift)
  const memoryS = USUAL_MEMORY_S * Math.cbrt(USUAL_DRIFT / drift)
  return {
    whiteM2: Math.max(0, fit.white),
    driftM2PerS: drift,
    memoryS: Math.min(1800, Math.max(120, memoryS)),
  }
}

/** Expected squared difference of the error after `seconds`, m². */
export function driftAfter({ driftM2PerS, memoryS }: AltitudeNoise, seconds: number): number {
  return driftM2PerS * memoryS * (1 - Math.exp(-Math.max(0, seconds) / memoryS))
}

/** Fits white + drift·t + ground·t², by least squares on relative errors. */
function fitGrowth(points: readonly { lagS: number; mean: number }[]): {
  white: number
  drift: number
} {
  const matrix = [0, 1, 2].map(() => [0, 0, 0, 0])
  for (const { lagS, mean } of points) {
    const weight = 1 / (mean * mean * lagS)
    const terms = [1, lagS, lagS * lagS]
    for (let i = 0; i < 3; i += 1) {
      for (let j = 0; j < 3; j += 1) matrix[i]![j]! += weight * terms[i]! * terms[j]!
      matrix[i]![3]! += weight * terms[i]! * mean
    }
  }
  for (let i = 0; i < 3; i += 1) {
    for (let row = i + 1; row < 3; row += 1) {
      const factor = matrix[row]![i]! / matrix[i]![i]!
      for (let col = i; col < 4; col += 1) matrix[row]![col]! -= factor * matrix[i]![col]!
    }
  }
  const ground = matrix[2]![3]! / matrix[2]![2]!
  const drift = (matrix[1]![3]! - matrix[1]![2]! * ground) / matrix[1]![1]!
  const white = (matrix[0]![3]! - matrix[0]![1]! * drift - matrix[0]![2]! * ground) / matrix[0]![0]!
  return { white, drift }
}
