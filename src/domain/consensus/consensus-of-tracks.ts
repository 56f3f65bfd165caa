import type { Position } from 'geojson'
import { measureLine, type Path } from '../geo/chainage.ts'
import type { Track } from '../geo/fix.ts'
import { matchSamples, type WalkMatch } from '../geo/match/match-walk.ts'
import { sampleTrack, type WalkSamples } from '../geo/match/sample-track.ts'
import { modelOfPath } from '../geo/match/trail-model.ts'
import { planeFor, type Plane } from '../geo/plane.ts'
import { averageAltitudes, type AverageAltitudes } from './average-altitudes.ts'
import { averageOffsets, type Averages } from './average.ts'
import { chooseSeed } from './choose-seed.ts'
import { crossAltitudes, crossSections } from './cross-sections.ts'
import { describeLine, type ConsensusLine } from './describe-line.ts'
import { admitTracks, type ConsensusTrack, type RefusedTrack } from './admit-tracks.ts'
import { mendTips } from './mend-tips.ts'
import { repairBranches } from './repair-branches.ts'
import { smoothEvenly, smoothStations } from './smooth.ts'
import { layStations, moveSideways, type Stations } from './stations.ts'

/** Why a consensus may not become a trail's line without a person deciding so. */
export type ConsensusDoubt = 'no-track' | 'too-few-tracks' | 'low-support'

export interface Consensus {
  /** Null only when no track could be used. */
  readonly line: ConsensusLine | null
  /** Ids of the tracks that had a say. */
  readonly used: readonly string[]
  readonly refused: readonly RefusedTrack[]
  /** Null when at least three independent tracks agree along the line. */
  readonly doubt: ConsensusDoubt | null
}

/** With two, the error of one track cannot be told from a change of the trail. */
export const INDEPENDENT_TRACKS = 3
const FIRST_ROUNDS = 3
const MOST_ROUNDS = 6
/** What is shorter is a place, not a line. */
const LEAST_LINE_M = 50
/** A track has a say when it shares at least this much with the line. */
const LEAST_SHARED_M = 150
/** Noise assumed while the line is still rough, and after. */
const ROUGH_SIGMA_M = 11
const FINE_SIGMA_M = 8
const ROUGH_ROUNDS = 2
const SEED_SMOOTHING_M = 8
/** Less than this between two rounds, and the line has settled. */
const SETTLED_M = 0.25
/** Median support, as a share of the tracks that pass, below which the line is doubtful. */
const SUPPORT_SHARE = 0.7

/**
 * Where the trail really is, from several walks: iterated cross-section averaging of tracks that
 * were matched on the line of the round before. `seed` is the trail's present line, when it has one:
 * it stays as it is wherever fewer than three tracks have walked.
 *
 * Related to the best-fit trajectory of O. Øvstedal (FIG Article of the Month 11/2020) and to the
 * iterative mean axis of Ariza-López et al.; the alignment is our own matching, because averaging by
 * share of length is wrong by some 70 m as soon as walks are partial.
 *
 * Promise no more than about 2 m (3 m in forest): beyond ten tracks the error that all receivers
 * share on one place is what remains.
 */
export function consensusOfTracks(
  tracks: readonly ConsensusTrack[],
  seed: readonly Position[] | null = null,
): Consensus {
  const plane = commonPlane(tracks, seed)
  const admitted = admitTracks(tracks)
  const walks = admitted.tracks.map(({ track }) => sampleTrack(track, plane))
  const start = seed ? measureLine(seed, plane).path : chooseSeed(walks, plane)
  if (!start || layStations(start).path.lengthM < LEAST_LINE_M || walks.length === 0) {
    const short = admitted.tracks.map(({ id }): RefusedTrack => ({ id, reason: 'too-short' }))
    return { line: null, used: [], refused: [...admitted.refused, ...short], doubt: 'no-track' }
  }
  const round = settle(start, seed !== null, walks, admitted.shares, plane)
  const says = round.matches.map(hasSay)
  const strangers = admitted.tracks.filter((_, t) => !says[t])
  const used = admitted.tracks.filter((_, t) => says[t])
  const independent = admitted.shares.reduce((sum, share, t) => (says[t] ? sum + share : sum), 0)
  return {
    line: describeLine(round.stations, round.averages, round.altitudes, used.length, plane),
    used: used.map(({ id }) => id),
    refused: [
      ...admitted.refused,
      ...strangers.map(({ id }): RefusedTrack => ({ id, reason: 'elsewhere' })),
    ],
    doubt: doubtOf(round.averages, round.matches, independent),
  }
}

interface Round {
  readonly stations: Stations
  readonly averages: Averages
  readonly altitudes: AverageAltitudes | null
  readonly matches: readonly WalkMatch[]
}

function settle(
  start: Path,
  isReference: boolean,
  walks: readonly WalkSamples[],
  shares: readonly number[],
  plane: Plane,
): Round {
  const leastVotes = isReference ? INDEPENDENT_TRACKS : 1
  let stations = layStations(start)
  if (!isReference) {
    stations = layStations(smoothEvenly(stations, SEED_SMOOTHING_M))
  }
  for (let round = 1; ; round += 1) {
    const sigmaM = round <= ROUGH_ROUNDS ? ROUGH_SIGMA_M : FINE_SIGMA_M
    const model = modelOfPath(stations.path, plane)
    const matches = walks.map((samples) => matchSamples(model, samples, sigmaM))
    const averages = averageOffsets(crossSections(stations, matches), shares, leastVotes)
    const measured = stations
    const asMeasured = (): Round => {
      const altitudes = averageAltitudes(crossAltitudes(measured, matches))
      return { stations: measured, averages, altitudes, matches }
    }
    const repaired = repairBranches(stations, averages.support, matches, leastVotes)
    if (repaired !== stations.path && round < MOST_ROUNDS) {
      const mended = layStations(repaired)
      if (mended.path.lengthM < LEAST_LINE_M) return asMeasured()
      stations = mended
      continue
    }
    const moved = moveSideways(stations, averages.offsetM)
    const smooth = smoothStations(moved, stations, averages, leastVotes)
    const next = layStations(mendTips(smooth, stations, matches, leastVotes))
    if (next.path.lengthM < LEAST_LINE_M) return asMeasured()
    if (round >= MOST_ROUNDS || (round >= FIRST_ROUNDS && meanShiftM(averages) < SETTLED_M)) {
      return onto(next, asMeasured())
    }
    stations = next
  }
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
function onto(stations: Stations, { averages, altitudes, matches }: Round): Round {
  const length = stations.path.xs.length
  const before = averages.offsetM.length
  const from = (k: number): number => Math.round((k * (before - 1)) / Math.max(1, length - 1))
  const carried = (values: Float64Array): Float64Array =>
    Float64Array.from({ length }, (_, k) => values[from(k)]!)
  return {
    stations,
    averages: {
      offsetM: carried(averages.offsetM),
      support: Uint16Array.from({ length }, (_, k) => averages.support[from(k)]!),
      spreadM: carried(averages.spreadM),
    },
    altitudes: altitudes && {
      altitudeM: carried(altitudes.altitudeM),
      spreadM: carried(altitudes.spreadM),
    },
    matches,
  }
}

/** A walk that only crosses the line, or shares a few steps with it, is a walk elsewhere. */
function hasSay({ alongM, samples, model }: WalkMatch): boolean {
  let onLineM = 0
  for (let i = 1; i < alongM.length; i += 1) {
    if (!Number.isNaN(alongM[i]!) && !samples.afterGap[i]) onLineM += samples.stepM[i]!
  }
  return onLineM >= Math.min(LEAST_SHARED_M, model.lengthM / 3)
}

function doubtOf(
  { support }: Averages,
  matches: readonly WalkMatch[],
  independent: number,
): ConsensusDoubt | null {
  if (independent < INDEPENDENT_TRACKS - 0.01) return 'too-few-tracks'
  const sorted = [...support].sort((a, b) => a - b)
  const middle = sorted[sorted.length >> 1] ?? 0
  const passing = usualPassing(matches)
  return middle < Math.max(2, SUPPORT_SHARE * passing) ? 'low-support' : null
}

/** How many tracks pass an average metre of the line, whether they cross its stations or not. */
function usualPassing(matches: readonly WalkMatch[]): number {
  let share = 0
  for (const { alongM, model } of matches) {
    let low = Infinity
    let high = -Infinity
    for (const m of alongM) {
      if (m < low) low = m
      if (m > high) high = m
    }
    if (high > low) share += (high - low) / model.lengthM
  }
  return share
}

function commonPlane(tracks: readonly ConsensusTrack[], seed: readonly Position[] | null): Plane {
  if (seed && seed.length > 0) return planeFor(seed)
  const ends = tracks.flatMap(({ track }: { track: Track }) =>
    track.segments.flatMap((segment) => segment.map(({ lon, lat }): Position => [lon, lat])),
  )
  return planeFor(ends)
}
