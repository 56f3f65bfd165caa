import type { Track } from '../geo/fix.ts'
import type { ConsensusTrack } from './consensus-track.ts'
import { isSameRecording, SAME_OUTING, type SameOuting } from './same-recording.ts'
import { witnessesOf, type Witnesses } from './witnesses.ts'

/**
 * `not-recorded`: a drawn line proves nothing. `too-short`: nothing to lay on a trail.
 * `same-recording`: the same outing as `keptId`. `elsewhere`: it is nowhere on this trail.
 */
export interface RefusedTrack {
  readonly id: string
  readonly reason: 'not-recorded' | 'too-short' | 'same-recording' | 'elsewhere'
  readonly keptId?: string
}

export interface AdmittedTracks {
  readonly tracks: readonly ConsensusTrack[]
  /** Which witness each of them comes from: a witness has one vote. */
  readonly witnesses: Witnesses
  readonly refused: readonly RefusedTrack[]
}

const LEAST_FIXES = 10
/** Two copies of one file differ by rounding and by how their points were thinned out. */
const ONE_FILE_M = 1

/** Decides which tracks have a vote, and which of them share one. Of two recordings of one outing the denser stays. */
export function admitTracks(tracks: readonly ConsensusTrack[]): AdmittedTracks {
  const refused: RefusedTrack[] = []
  const usable = tracks.filter(({ id, track }) => {
    const reason = !track.recorded
      ? 'not-recorded'
      : fixCount(track) < LEAST_FIXES
        ? 'too-short'
        : null
    if (reason) refused.push({ id, reason })
    return reason === null
  })
  const denserFirst = [...usable].sort((a, b) => fixCount(b.track) - fixCount(a.track))
  const kept: ConsensusTrack[] = []
  for (const candidate of denserFirst) {
    const twin = kept.find((other) => isOneRecording(other, candidate))
    if (twin) refused.push({ id: candidate.id, reason: 'same-recording', keptId: twin.id })
    else kept.push(candidate)
  }
  const admitted = usable.filter((candidate) => kept.includes(candidate))
  return { tracks: admitted, witnesses: witnessesOf(admitted), refused }
}

/** Two people who walk side by side are two; one file that both of them sent is one. */
export function isOneRecording(
  a: ConsensusTrack,
  b: ConsensusTrack,
  same: SameOuting = SAME_OUTING,
): boolean {
  const areTwo = a.contributor !== undefined && b.contributor !== undefined
  const areStrangers = areTwo && a.contributor !== b.contributor
  return isSameRecording(
    a.track,
    b.track,
    areStrangers ? { ...same, synchronousM: ONE_FILE_M } : same,
  )
}

function fixCount({ segments }: Track): number {
  return segments.reduce((sum, segment) => sum + segment.length, 0)
}
