import { matchSamples } from '../geo/match/match-walk.ts'
import type { WalkSamples } from '../geo/match/sample-track.ts'
import { modelOfPath } from '../geo/match/trail-model.ts'
import { toPath, type Path } from '../geo/chainage.ts'
import type { Plane } from '../geo/plane.ts'
import { averageAltitudes, type AverageAltitudes } from './average-altitudes.ts'
import { averageOffsets, type Averages } from './average.ts'
import { crossAltitudes } from './cross-sections.ts'
import { votesOf } from './folded-votes.ts'
import { cutKnots } from './cut-knots.ts'
import { mendTips } from './mend-tips.ts'
import { repairBranches } from './repair-branches.ts'
import type { Smoother } from './blur.ts'
import { smootherOf, smoothEvenly } from './smooth.ts'
import { layStations, moveSideways, type Stations } from './stations.ts'
import { byWitness, type WitnessedWalks, type Witnesses } from './witnesses.ts'

/** What is shorter is a place, not a line. */
export const LEAST_LINE_M = 50
const FIRST_ROUNDS = 3
const MOST_ROUNDS = 6
/** Noise assumed while the line is still rough, and after. */
const ROUGH_SIGMA_M = 11
const FINE_SIGMA_M = 8
const ROUGH_ROUNDS = 2
const SEED_SMOOTHING_M = 8
/** So many stations without anybody at the ends are no accident of sampling. */
const LEAST_UNWALKED = 8
/** Less than this between two rounds, and the line has settled. */
const SETTLED_M = 0.25

/** What was measured on the line of one round. */
interface Measured {
  readonly stations: Stations
  readonly averages: Averages
  readonly smoother: Smoother
}

/** The line of the last round, and what the walks say along it. */
export interface SettledLine {
  readonly stations: Stations
  readonly averages: Averages
  readonly altitudes: AverageAltitudes | null
  readonly walks: WitnessedWalks
  /** The line on which all this was measured: that of the round before. */
  readonly measured: Measured
}

/**
 * Moves a line to where the walks are, round by round: match, average, repair, smooth. A reference
 * stays as it is wherever fewer than `leastVotes` witnesses have walked.
 */
export function settleLine(
  start: Path,
  isReference: boolean,
  walks: readonly WalkSamples[],
  witnesses: Witnesses,
  plane: Plane,
  leastVotes: number,
): SettledLine {
  let stations = layStations(start)
  if (!isReference) stations = layStations(smoothEvenly(stations, SEED_SMOOTHING_M))
  for (let round = 1; ; round += 1) {
    const sigmaM = round <= ROUGH_ROUNDS ? ROUGH_SIGMA_M : FINE_SIGMA_M
    const model = modelOfPath(stations.path, plane)
    const matches = walks.map((samples) => matchSamples(model, samples, sigmaM))
    const witnessed = { matches, witnesses }
    const averages = averageOffsets(votesOf(stations, witnessed), leastVotes)
    const moved = moveSideways(stations, averages.offsetM)
    const smoother = smootherOf(stations, moved, averages, leastVotes)
    const measured = { stations, averages, smoother }
    const asMeasured = (): SettledLine => ({
      ...measured,
      altitudes: averageAltitudes(byWitness(crossAltitudes(measured.stations, matches), witnesses)),
      walks: witnessed,
      measured,
    })
    const walked = isReference ? stations.path : withoutUnwalkedEnds(stations, averages)
    if (walked !== stations.path && walked.lengthM > LEAST_LINE_M && round < MOST_ROUNDS) {
      stations = layStations(walked)
      continue
    }
    const repaired = repairBranches(stations, averages, witnessed, leastVotes)
    if (repaired !== stations.path && round < MOST_ROUNDS) {
      const mended = layStations(cutKnots(repaired))
      if (mended.path.lengthM < LEAST_LINE_M) return asMeasured()
      stations = mended
      continue
    }
    const smooth = toPath(smoother(moved.xs), smoother(moved.ys))
    const next = layStations(cutKnots(mendTips(smooth, stations, witnessed, leastVotes)))
    if (next.path.lengthM < LEAST_LINE_M) return asMeasured()
    if (round >= MOST_ROUNDS || (round >= FIRST_ROUNDS && meanShiftM(averages) < SETTLED_M)) {
      return onto(next, asMeasured())
    }
    stations = next
  }
}

/** Without a reference, an end where nobody walked is a stray fix of the track that was begun with. */
function withoutUnwalkedEnds({ path, ring }: Stations, { support }: Averages): Path {
  const from = support.findIndex((witnesses) => witnesses > 0)
  const to = support.findLastIndex((witnesses) => witnesses > 0)
  if (ring || from < 0 || from + support.length - 1 - to < LEAST_UNWALKED) return path
  return toPath(path.xs.slice(from, to + 1), path.ys.slice(from, to + 1))
}

function meanShiftM({ offsetM, support }: Averages): number {
  let sum = 0
  let count = 0
  offsetM.forEach((offset, k) => {
    if (support[k] === 0) return
    sum += Math.abs(offset)
    count += 1
  })
  return count > 0 ? sum / count : 0
}

/** Smoothing changes the number of stations by a few: what was measured is carried over by share. */
function onto(stations: Stations, settled: SettledLine): SettledLine {
  const { averages, altitudes } = settled
  const length = stations.path.xs.length
  const before = averages.offsetM.length
  const from = (k: number): number => Math.round((k * (before - 1)) / Math.max(1, length - 1))
  const carried = (values: Float64Array): Float64Array =>
    Float64Array.from({ length }, (_, k) => values[from(k)]!)
  return {
    ...settled,
    stations,
    averages: {
      columns: averages.columns.map(carried),
      offsetM: carried(averages.offsetM),
      support: Uint16Array.from({ length }, (_, k) => averages.support[from(k)]!),
      spreadM: carried(averages.spreadM),
    },
    altitudes: altitudes && {
      altitudeM: carried(altitudes.altitudeM),
      spreadM: carried(altitudes.spreadM),
    },
  }
}
