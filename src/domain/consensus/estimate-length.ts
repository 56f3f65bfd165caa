import type { IntervalM } from '../geo/interval.ts'
import { differencesOf, type Averages } from './average.ts'
import type { SettledLine } from './settle-line.ts'
import type { Smoother } from './blur.ts'
import { lineErrorM } from './smooth.ts'
import { neighbour, type Stations } from './stations.ts'

/** How long the way really is, which is not how long the drawn line is. */
export interface LengthEstimate {
  readonly lengthM: number
  /** Holds the true length 19 times of 20. */
  readonly intervalM: IntervalM
}

/** Bends wider than this lose nothing that matters, metres of radius. */
const WIDE_BEND_M = 40
/** What bends lose to averaging: so many m² per unit of squared curvature, less where noise adds it. */
const LOST_M2 = { at0: 22, perErrorM: -4, least: 4, most: 15 }
/** Shares in the variance of the estimate; fitted on simulated walks. */
const VARIANCE = { walks: 1.12, ends: 2, noise: 0.1, lost: 0.39, perErrorM: 0.00435 }
/** The interval, in standard deviations: an estimate is oftener too short than too long. */
const BELOW = 2.2
const ABOVE = 1.95
/** One or two witnesses: nothing tells noise from bends. Measured on 96 runs, shares of the length. */
const FEW_WITNESSES = [0.93, 1.08] as const
/** Where nobody passed, the line may be any way: a share of what is not walked. */
const NOT_WALKED_SHARE = 0.05

/**
 * Estimates the length of the true way from the drawn line and how the witnesses differ. Noise that is
 * left makes a line longer: its exact expectation comes from the differences themselves. What the
 * averaging of bends takes is put back by their curvature.
 */
export function estimateLength(
  { measured: { stations, averages, smoother } }: SettledLine,
  drawnM: number,
): LengthEstimate {
  const witnesses = averages.columns.length
  const guessedM = NOT_WALKED_SHARE * unwalkedM(stations, averages)
  if (witnesses < 3) {
    const [low, high] = FEW_WITNESSES
    return { lengthM: drawnM, intervalM: [low * drawnM - guessedM, high * drawnM + guessedM] }
  }
  const errorM = lineErrorM(averages)
  const bends = curvature(stations)
  const { noiseM, acrossM } = spreadOfLength(stations, averages, smoother, bends)
  const { at0, perErrorM, least, most } = LOST_M2
  const perBend = Math.min(most, Math.max(least, at0 + perErrorM * errorM))
  const tight = bends.reduce((sum, bend) => sum + Math.max(0, bend ** 2 - 1 / WIDE_BEND_M ** 2), 0)
  const lostM = perBend * tight * stations.stepM
  const lengthM = drawnM - noiseM + lostM
  const sd = Math.sqrt(
    VARIANCE.walks * (acrossM ** 2 + VARIANCE.ends * errorM ** 2) +
      VARIANCE.noise * noiseM ** 2 +
      VARIANCE.lost * lostM ** 2 +
      (VARIANCE.perErrorM * errorM * drawnM) ** 2,
  )
  return {
    lengthM,
    intervalM: [lengthM - BELOW * sd - guessedM, lengthM + ABOVE * sd + guessedM],
  }
}

/**
 * `noiseM`: the length that the noise left in the line adds. `acrossM`: how much the length would vary
 * with other walks, because a line shifted outwards in a bend is longer.
 */
function spreadOfLength(
  { stepM, ring }: Stations,
  averages: Averages,
  smoother: Smoother,
  bends: Float64Array,
): { noiseM: number; acrossM: number } {
  const { support } = averages
  const count = support.length
  let noiseM = 0
  let squares = 0
  const apart = differencesOf(averages)
  for (const own of apart) {
    const smooth = smoother(own)
    let shift = 0
    support.forEach((n, k) => {
      if (n < 2) return
      const [before, after] = [neighbour(k - 1, count, ring), neighbour(k + 1, count, ring)]
      const slope = (smooth[after]! - smooth[before]!) / (2 * stepM)
      noiseM += ((stepM / 2) * slope ** 2) / (n * (n - 1))
      shift += (bends[k]! * own[k]! * stepM) / n
    })
    squares += shift ** 2
  }
  return { noiseM, acrossM: Math.sqrt((apart.length / (apart.length - 1)) * squares) }
}

/** Signed curvature at each station, 1/m, to the left positive. */
function curvature({ txs, tys, stepM, ring }: Stations): Float64Array {
  const count = txs.length
  return Float64Array.from(txs, (_, k) => {
    const a = neighbour(k - 1, count, ring)
    const b = neighbour(k + 1, count, ring)
    const turn = Math.atan2(
      txs[a]! * tys[b]! - tys[a]! * txs[b]!,
      txs[a]! * txs[b]! + tys[a]! * tys[b]!,
    )
    return turn / (2 * stepM)
  })
}

function unwalkedM({ stepM }: Stations, { support }: Averages): number {
  let count = 0
  for (const votes of support) if (votes === 0) count += 1
  return count * stepM
}
