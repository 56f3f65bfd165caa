import type { Position } from 'geojson'
import { lineLengthM } from '../geo/chainage.ts'
import type { IntervalM } from '../geo/interval.ts'
import { fromPlane, type Plane } from '../geo/plane.ts'
import { roundDegrees, roundMetres } from '../geo/rounding.ts'
import { simplifiedIndices } from '../geo/simplify.ts'
import type { AverageAltitudes } from './average-altitudes.ts'
import { median, type Averages } from './average.ts'
import type { Stations } from './stations.ts'

/** A consensus line, ready to be shown and weighed. Arrays have one entry per vertex. */
export interface ConsensusLine {
  readonly coordinates: readonly Position[]
  readonly lengthM: number
  /** The true length lies in it, as far as the tracks can tell. */
  readonly lengthIntervalM: IntervalM
  /** How many tracks passed there. */
  readonly support: readonly number[]
  /** Standard deviation between the tracks there, metres; null where fewer than two passed. */
  readonly spreadM: readonly (number | null)[]
  /** As receivers give it (its datum is theirs), and how far they differ; absent with fewer than two. */
  readonly altitudeM?: readonly (number | null)[]
  readonly altitudeSpreadM?: readonly (number | null)[]
}

/** One metre of simplification keeps a fifth of the vertices and costs 5 cm of accuracy. */
const SIMPLIFY_M = 1
/** What smoothing and simplification take from the length of a winding path, at most. */
const LENGTH_BIAS = 0.006

/** Turns the settled stations into a line of positions with what is known of each vertex. */
export function describeLine(
  { path }: Stations,
  { support, spreadM }: Averages,
  altitudes: AverageAltitudes | null,
  tracks: number,
  plane: Plane,
): ConsensusLine {
  const kept = simplifiedIndices(path, SIMPLIFY_M)
  const coordinates = kept.map((k): Position => {
    const [lon, lat] = fromPlane(plane, path.xs[k]!, path.ys[k]!)
    return [roundDegrees(lon), roundDegrees(lat)]
  })
  const lengthM = lineLengthM(coordinates)
  const spread = median([...spreadM].filter((sd) => !Number.isNaN(sd)))
  const ends = (2 * (Number.isNaN(spread) ? 5 : spread)) / Math.sqrt(Math.max(1, tracks))
  const uncertain = Math.hypot(LENGTH_BIAS * lengthM, ends)
  return {
    coordinates,
    lengthM: roundMetres(lengthM),
    lengthIntervalM: [roundMetres(lengthM - uncertain), roundMetres(lengthM + uncertain)],
    support: kept.map((k) => support[k]!),
    spreadM: kept.map((k) => metresOrNull(spreadM[k]!)),
    ...(altitudes
      ? {
          altitudeM: kept.map((k) => metresOrNull(altitudes.altitudeM[k]!)),
          altitudeSpreadM: kept.map((k) => metresOrNull(altitudes.spreadM[k]!)),
        }
      : {}),
  }
}

function metresOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : roundMetres(value)
}
