import { DAY_MS } from '../day.ts'
import type { Track } from '../geo/fix.ts'
import { isSameRecording } from './same-recording.ts'

/** A track that asks for a say. */
export interface ConsensusTrack {
  readonly id: string
  readonly track: Track
  /** Who recorded it; several tracks of one person on one day share one vote. */
  readonly contributor?: string
}

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
  /** Voting weight of each: 1, or less when one person walked several times on one day. */
  readonly shares: readonly number[]
  readonly refused: readonly RefusedTrack[]
}

const LEAST_FIXES = 10

/** Decides which tracks have a vote, and how much of one. Of two recordings of one outing the denser stays. */
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
    const twin = kept.find((other) => isSameRecording(other.track, candidate.track))
    if (twin) refused.push({ id: candidate.id, reason: 'same-recording', keptId: twin.id })
    else kept.push(candidate)
  }
  const admitted = usable.filter((candidate) => kept.includes(candidate))
  const outings = admitted.map(outingOf)
  const shares = outings.map((outing) => 1 / outings.filter((other) => other === outing).length)
  return { tracks: admitted, shares, refused }
}

/** One contributor and day; a track without a contributor stands for itself. */
function outingOf({ id, track, contributor }: ConsensusTrack): string {
  if (contributor === undefined) return `track ${id}`
  const day = Math.floor((track.segments[0]?.[0]?.atMs ?? 0) / DAY_MS)
  return `${day} ${contributor}`
}

function fixCount({ segments }: Track): number {
  return segments.reduce((sum, segment) => sum + segment.length, 0)
}
