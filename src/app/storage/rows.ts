import type { GapReason } from '../../domain/geo/fix.ts'
import type { RecordedFix } from '../../domain/observation/fix-file.ts'
import type { Repair } from '../../domain/geo/repair/repair-track.ts'
import type { BlobReference, ObservationKind } from '../../domain/observation/observation.ts'
import type { Sketch } from '../../domain/observation/sketch.ts'
import type { VoiceMediaType } from '../../domain/observation/voice.ts'

/** One fix as it lies in the log. `seq` counts from 0 within a walk. */
export type StoredFix = RecordedFix & { readonly walk: string; readonly seq: number }

/** What happened to the recording, besides fixes: why there is a hole. */
export interface WalkEvent {
  readonly walk: string
  readonly seq: number
  readonly kind: 'gap'
  readonly reason: GapReason
  /** The hole lies after the fix with this `seq` (−1: before the first). */
  readonly afterFixSeq: number
  readonly atMs: number
}

/** What another recorder filled into the holes of a walk, as the walker accepted it (promise P05). */
export interface RepairRow {
  readonly walk: string
  /** Counts from 0 within a walk. */
  readonly seq: number
  readonly acceptedAtMs: number
  readonly repair: Repair
}

/** One outing. Its id is the id of its track. */
export interface Walk {
  readonly id: string
  readonly territory: string
  /** The trail that is tested; none for a free walk. */
  readonly trail?: string
  readonly trailVersion?: number
  readonly trailName?: string
  readonly startedAtMs: number
  readonly state: 'recording' | 'paused' | 'ended' | 'queued'
  readonly endedAtMs?: number
  /** Test sheet: question id → answer id, saved at each tap. */
  readonly answers: Readonly<Record<string, string>>
  readonly verdict?: string
  readonly text?: string
  readonly test?: string
  readonly source?: 'recorder' | 'import'
  /** For an import: the file it came from, and what recorded it. */
  readonly file?: { readonly sha256: string; readonly name: string; readonly format: string }
}

export interface DraftPhoto {
  readonly sha256: string
  readonly bytes: number
  readonly mediaType: string
  readonly widthPx: number
  readonly heightPx: number
  readonly takenAtMs: number
  /** Drawn over it; the photo's own bytes stay as they are. */
  readonly sketch?: Sketch
}

/** A voice note, whole or as far as it was said when the app was killed. */
export interface DraftVoice {
  readonly sha256: string
  readonly bytes: number
  readonly mediaType: VoiceMediaType
  readonly durationMs: number
}

export interface DraftPlace {
  readonly lon: number
  readonly lat: number
  readonly accuracyM?: number
  /** For an averaged place: how far its fixes lay around it. */
  readonly spreadM?: number
  readonly placedBy: 'fix' | 'averaged' | 'map'
  readonly atMs: number
}

/** Something seen, until it is sent: saved at each touch, also before the camera opens (promise P16). */
export interface Draft {
  readonly id: string
  readonly kind: 'heritage-point' | 'trail-report' | 'all-clear'
  /** `open`: its screen has not been left with "save" yet. */
  readonly state: 'open' | 'kept'
  readonly territory: string
  readonly walk?: string
  readonly trail?: string
  readonly createdAtMs: number
  readonly savedAtMs: number
  readonly place?: DraftPlace
  /** Vocabulary ids and text, by property name of the observation. */
  readonly fields: Readonly<Record<string, string | number | readonly string[]>>
  readonly photos: readonly DraftPhoto[]
  readonly voice?: DraftVoice
}

export interface RecordRow {
  readonly id: string
  /** UTF-8 JSON of the observation. */
  readonly bytes: ArrayBuffer
}

/** The server that acknowledged: a restored one has another epoch and is offered everything again. */
export interface Receipt {
  readonly server: string
  readonly epoch: string
  readonly seq: number
  readonly receivedAt: string
  readonly blobs: readonly string[]
}

/**
 * Where a record stands. `waiting` and `sending` are on the phone; `received` has a receipt; `attention`
 * was refused by the server, which kept its raw form and said why.
 */
export interface OutboxItem {
  readonly id: string
  readonly kind: ObservationKind
  readonly territory: string
  readonly walk?: string
  readonly trail?: string
  /** What the row of *Mes envois* shows, besides the kind: a vocabulary id or a trail's name. */
  readonly label?: string
  readonly state: 'waiting' | 'sending' | 'received' | 'attention'
  readonly queuedAtMs: number
  readonly blobs: readonly BlobReference[]
  readonly attempts: number
  readonly nextAttemptAtMs: number
  readonly refusal?: { readonly code: string; readonly field?: string }
  readonly receipt?: Receipt
}

export interface BlobRow {
  readonly sha256: string
  readonly mediaType: string
  /** ArrayBuffer, not Blob: WebKit loses Blobs kept in IndexedDB. */
  readonly bytes: ArrayBuffer
}

/** A small picture of a photo: stays when the photo itself is safe elsewhere and makes room. */
export interface ThumbRow {
  readonly sha256: string
  readonly mediaType: string
  readonly bytes: ArrayBuffer
}

/** The newest state of one thing of the catalogue, as the server told it. */
export interface CatalogueRow {
  readonly id: string
  readonly kind: 'trail' | 'heritage-point' | 'trail-report' | 'answer'
  readonly territory: string
  readonly seq: number
  /** The server and epoch it came from. */
  readonly source: string
  readonly feature: unknown
  readonly status?: unknown
}

/** What could not be read or shown: kept whole, exported with the rest, never deleted (promise P09). */
export interface QuarantineRow {
  readonly id: string
  readonly from: string
  readonly atMs: number
  readonly why: string
  readonly raw: unknown
}
