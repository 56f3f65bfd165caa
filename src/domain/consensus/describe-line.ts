import type { Position } from 'geojson'
import { lineLengthM } from '../geo/chainage.ts'
import type { IntervalM } from '../geo/interval.ts'
import { fromPlane, type Plane } from '../geo/plane.ts'
import { roundDegrees, roundMetres } from '../geo/rounding.ts'
import { simplifiedIndices } from '../geo/simplify.ts'
import { estimateAccuracy } from './estimate-accuracy.ts'
import { estimateLength } from './estimate-length.ts'
import type { SettledLine } from './settle-line.ts'

/** A consensus line, ready to be shown and weighed. Arrays have one entry per vertex. */
export interface ConsensusLine {
  readonly coordinates: readonly Position[]
  /** Best estimate of the length of the way itself: bends that averaging cuts are put back. */
  readonly lengthM: number
  /** Holds the true length 19 times of 20, as far as the witnesses can tell. */
  readonly lengthIntervalM: IntervalM
  /** Length of the coordinates, as anybody measures them. */
  readonly drawnLengthM: number
  /** How many independent witnesses passed there; 0 = nobody walked here. */
  readonly support: readonly number[]
  /** Standard deviation between the witnesses there, metres; null where fewer than two passed. */
  readonly spreadM: readonly (number | null)[]
  /** The true way passes within it 19 times of 20, metres; null where nobody walked. */
  readonly accuracy95M: readonly (number | null)[]
  /** As receivers give it (its datum is theirs), and how far they differ; absent with fewer than two. */
  readonly altitudeM?: readonly (number | null)[]
  readonly altitudeSpreadM?: readonly (number | null)[]
}

/** Hairpins are made of bends that a coarser simplification cuts. */
const SIMPLIFY_M = 0.4

/** Turns a settled line into positions with what is known of each vertex. */
export function describeLine(settled: SettledLine, plane: Plane): ConsensusLine {
  const { stations, averages, altitudes } = settled
  const kept = simplifiedIndices(stations.path, SIMPLIFY_M)
  const coordinates = kept.map((k): Position => {
    const [lon, lat] = fromPlane(plane, stations.path.xs[k]!, stations.path.ys[k]!)
    return [roundDegrees(lon), roundDegrees(lat)]
  })
  const drawnM = lineLengthM(coordinates)
  const { lengthM, intervalM } = estimateLength(settled, drawnM)
  const accuracyM = estimateAccuracy(averages)
  const pick = (values: Float64Array): (number | null)[] =>
    kept.map((k) => metresOrNull(values[k]!))
  return {
    coordinates,
    lengthM: roundMetres(lengthM),
    lengthIntervalM: [roundMetres(Math.max(0, intervalM[0])), roundMetres(intervalM[1])],
    drawnLengthM: roundMetres(drawnM),
    support: kept.map((k) => averages.support[k]!),
    spreadM: pick(averages.spreadM),
    accuracy95M: pick(accuracyM),
    ...(altitudes
      ? { altitudeM: pick(altitudes.altitudeM), altitudeSpreadM: pick(altitudes.spreadM) }
      : {}),
  }
}

function metresOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : roundMetres(value)
}
