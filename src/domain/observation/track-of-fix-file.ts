import { deriveTrack } from '../geo/derive-track.ts'
import type { Track } from '../geo/fix.ts'
import { repairTrack } from '../geo/repair/repair-track.ts'
import type { FixFile } from './fix-file.ts'

/** The track that a fix file proves: its fixes, and its holes filled by what other recorders had. */
export function trackOfFixFile({ fixes, gaps, repairs = [] }: FixFile): Track {
  return repairTrack(deriveTrack(fixes, gaps), repairs)
}
