import type { InjectionKey } from 'vue'
import type { WalkAssessment } from '../../domain/checks/assessment.ts'
import type { FileUseless } from '../../domain/checks/read-recording.ts'
import type { RepairProposal } from '../../domain/checks/propose-repair.ts'
import type { PackedTrack } from '../../domain/geo/packed-track.ts'
import type { Repair } from '../../domain/geo/repair/repair-track.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import type { Draft, Walk } from '../storage/rows.ts'
import type { KnownTrail } from '../storage/read-catalogue.ts'

/** A walk that is over, as its last page shows it. */
export interface EndedWalk {
  readonly walk: Walk
  readonly trail: KnownTrail | null
  readonly drafts: readonly Draft[]
  readonly fixes: number
}

export interface WalkChecked {
  readonly track: PackedTrack
  /** `null` when the checks could not run here; the server runs them anyway. */
  readonly assessment: WalkAssessment | null
}

/** What another recorder's file could fill: shown first, kept only when the walker says so. */
export type RepairOffer = Extract<RepairProposal, { ok: true }>

/** What the page at the end of a walk is given by `platform.ts`. */
export interface ChecksPorts {
  readonly storage: Pick<PhoneStorage, 'walks'>
  readonly open: (walk: string) => Promise<EndedWalk | null>
  readonly check: (walk: string) => Promise<WalkChecked>
  /** Asks a file of a watch or another app what it could fill. Nothing of it is kept by asking. */
  readonly readWatchFile: (
    file: File,
    track: PackedTrack,
  ) => Promise<RepairOffer | FileUseless | { readonly ok: false; readonly why: 'not-read' }>
  /** Keeps what was offered, beside the fixes; the walk is checked again after that. */
  readonly fill: (walk: string, repair: Repair) => Promise<void>
  /** Takes the last filling back. */
  readonly takeBack: (walk: string) => Promise<void>
  /** Puts the walk and all that belongs to it into the outbox; resolves when it is on disk. */
  readonly send: (walk: Walk, checked: WalkChecked) => Promise<void>
  readonly discard: (walk: string) => Promise<void>
}
export const CHECKS: InjectionKey<ChecksPorts> = Symbol('checks')
