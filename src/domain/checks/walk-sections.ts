import { admitTracks } from '../consensus/admit-tracks.ts'
import { crossSections } from '../consensus/cross-sections.ts'
import { layStations } from '../consensus/stations.ts'
import type { Track } from '../geo/fix.ts'
import type { IndexedLine } from '../geo/line-index.ts'
import { matchSamples } from '../geo/match/match-walk.ts'
import { sampleTrack } from '../geo/match/sample-track.ts'
import { modelOfPath } from '../geo/match/trail-model.ts'

/** Offsets of several walks across one line: the n-th station lies at `n * stepM`. */
export interface WalkSections {
  readonly stepM: number
  /** One column a walk; metres to the left of the line, NaN where the walk does not pass. */
  readonly offsetsM: readonly Float64Array[]
}

/**
 * Lays independent walks across a line: drawn lines, and second recordings of one outing, are left
 * out, as for a consensus.
 */
export function walkSections(
  line: IndexedLine,
  walks: readonly { readonly id: string; readonly track: Track }[],
): WalkSections {
  const { tracks } = admitTracks(walks)
  const stations = layStations(line.path)
  const model = modelOfPath(stations.path, line.plane)
  const matches = tracks.map(({ track }) => matchSamples(model, sampleTrack(track, line.plane)))
  return {
    stepM: line.path.lengthM / Math.max(1, stations.path.xs.length - 1),
    offsetsM: crossSections(stations, matches),
  }
}
