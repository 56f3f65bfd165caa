import type { AdmittedTracks } from '../consensus/admit-tracks.ts'
import { crossSections } from '../consensus/cross-sections.ts'
import { layStations } from '../consensus/stations.ts'
import type { IntervalM } from '../geo/interval.ts'
import type { IndexedLine } from '../geo/line-index.ts'
import { findEpisodes } from '../geo/match/episodes.ts'
import { matchSamples } from '../geo/match/match-walk.ts'
import { sampleTrack } from '../geo/match/sample-track.ts'
import { modelOfPath } from '../geo/match/trail-model.ts'

/** Several walks across one line: the n-th station lies at `n * stepM`. */
export interface WalkSections {
  readonly stepM: number
  /** One column a walk; metres to the left of the line, NaN where the walk does not pass. */
  readonly offsetsM: readonly Float64Array[]
  /** Where walks left the line for another way, too far from it to be an offset. */
  readonly farWays: readonly FarWay[]
}

export interface FarWay {
  /** Number of the walk: its column. */
  readonly walk: number
  /** Where it left the line, and where it came back. */
  readonly intervalM: IntervalM
  readonly awayM: number
}

/** Lays walks that have a vote in a consensus across a line. */
export function walkSections(
  line: IndexedLine,
  { tracks }: Pick<AdmittedTracks, 'tracks'>,
): WalkSections {
  const stations = layStations(line.path)
  const model = modelOfPath(stations.path, line.plane)
  const matches = tracks.map(({ track }) => matchSamples(model, sampleTrack(track, line.plane)))
  return {
    stepM: line.path.lengthM / Math.max(1, stations.path.xs.length - 1),
    offsetsM: crossSections(stations, matches),
    farWays: matches.flatMap((match, walk) =>
      findEpisodes(match).detours.map(({ intervalM: [a, b], maxOffsetM }) => ({
        walk,
        intervalM: [Math.min(a, b), Math.max(a, b)] as const,
        awayM: maxOffsetM,
      })),
    ),
  }
}
