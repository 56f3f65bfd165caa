import type { Position } from 'geojson'
import { measureLine } from '../geo/chainage.ts'
import type { WalkMatch } from '../geo/match/match-walk.ts'
import { sampleTrack } from '../geo/match/sample-track.ts'
import { planeFor, type Plane } from '../geo/plane.ts'
import { admitTracks, type RefusedTrack } from './admit-tracks.ts'
import type { ConsensusTrack } from './consensus-track.ts'
import { chooseSeed } from './choose-seed.ts'
import { describeLine, type ConsensusLine } from './describe-line.ts'
import {
  doubtsOf,
  INDEPENDENT_WITNESSES,
  type ConsensusDoubt,
  type DoubtfulStretches,
} from './doubts.ts'
import { LEAST_LINE_M, settleLine } from './settle-line.ts'
import { layStations } from './stations.ts'

export interface Consensus {
  /** Null only when no track could be used. */
  readonly line: ConsensusLine | null
  /** Ids of the tracks that had a say. */
  readonly used: readonly string[]
  /** How many independent witnesses they come from: receiver, day and person. */
  readonly witnesses: number
  readonly refused: readonly RefusedTrack[]
  /** The worst doubt; null only when none is true anywhere. */
  readonly doubt: ConsensusDoubt | null
  /** Every doubt that is true, worst first, and where. */
  readonly doubts: readonly DoubtfulStretches[]
}

/** A track has a say when it shares at least this much with the line. */
const LEAST_SHARED_M = 150

/**
 * Where the trail really is, from several walks: iterated cross-section averaging of tracks that
 * were matched on the line of the round before. `seed` is the trail's present line, when it has one:
 * it stays as it is wherever fewer than three witnesses have walked.
 *
 * Related to the best-fit trajectory of O. Øvstedal (FIG Article of the Month 11/2020) and to the
 * iterative mean axis of Ariza-López et al.; the alignment is our own matching, because averaging by
 * share of length is wrong by some 70 m as soon as walks are partial.
 *
 * Promise no more than about 2 m (3 m in forest): beyond ten witnesses the error that all receivers
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
    return nobodyWalked([...admitted.refused, ...short])
  }
  const leastVotes = seed ? INDEPENDENT_WITNESSES : 1
  const settled = settleLine(start, seed !== null, walks, admitted.witnesses, plane, leastVotes)
  const says = settled.walks.matches.map(hasSay)
  const strangers = admitted.tracks.filter((_, t) => !says[t])
  const doubts = doubtsOf(settled)
  return {
    line: describeLine(settled, plane),
    used: admitted.tracks.filter((_, t) => says[t]).map(({ id }) => id),
    witnesses: new Set(admitted.witnesses.of.filter((_, t) => says[t])).size,
    refused: [
      ...admitted.refused,
      ...strangers.map(({ id }): RefusedTrack => ({ id, reason: 'elsewhere' })),
    ],
    doubt: doubts[0]?.doubt ?? null,
    doubts,
  }
}

function nobodyWalked(refused: readonly RefusedTrack[]): Consensus {
  const doubts = [{ doubt: 'not-walked', intervalsM: [] }] as const
  return { line: null, used: [], witnesses: 0, refused, doubt: 'not-walked', doubts }
}

/** A walk that only crosses the line, or shares a few steps with it, is a walk elsewhere. */
function hasSay({ alongM, samples, model }: WalkMatch): boolean {
  let onLineM = 0
  for (let i = 1; i < alongM.length; i += 1) {
    if (!Number.isNaN(alongM[i]!) && !samples.afterGap[i]) onLineM += samples.stepM[i]!
  }
  return onLineM >= Math.min(LEAST_SHARED_M, model.lengthM / 3)
}

function commonPlane(tracks: readonly ConsensusTrack[], seed: readonly Position[] | null): Plane {
  if (seed && seed.length > 0) return planeFor(seed)
  const ends = tracks.flatMap(({ track }) =>
    track.segments.flatMap((segment) => segment.map(({ lon, lat }): Position => [lon, lat])),
  )
  return planeFor(ends)
}
