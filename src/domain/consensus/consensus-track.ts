import type { Track } from '../geo/fix.ts'

/** A track that asks for a say. */
export interface ConsensusTrack {
  readonly id: string
  readonly track: Track
  /** Who recorded it; all that one person recorded on one day is one witness. */
  readonly contributor?: string
  /** What recorded it, as its file has it: another receiver is another witness. */
  readonly receiver?: string
}
