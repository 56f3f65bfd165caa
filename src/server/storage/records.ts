import type { Observation, ObservationKind } from '../../domain/observation/observation.ts'

/** Records as the store keeps them: what was observed, what waits, and what could not be read. */

/** Who sent a record, and when the server got it. */
export interface Sender {
  readonly account: string
  readonly device: string
  readonly receivedAt: string
}

export interface NewObservation extends Sender {
  readonly observation: Observation
  /** The record as received. */
  readonly json: string
  /** SHA-256 of the canonical text. */
  readonly hash: string
}

export interface StoredObservation extends Sender {
  readonly seq: number
  readonly observation: Observation
  readonly json: string
  readonly hash: string
}

export type AddOutcome =
  | { readonly id: string; readonly outcome: 'created' | 'duplicate'; readonly seq: number }
  | { readonly id: string; readonly outcome: 'conflict' }

export interface ObservationQuery {
  /** A trail's id; `null`: those that name no trail. */
  readonly trail?: string | null
  readonly kind?: ObservationKind
  /** Without an answer in the catalogue. */
  readonly unanswered?: boolean
  readonly account?: string
  readonly walk?: string
  readonly after?: number
  readonly limit?: number
}

export interface UnansweredCount {
  /** `null`: observations that name no trail. */
  readonly trail: string | null
  readonly count: number
  readonly oldestReceivedAt: string
}

/** What came from the field: append-only. */
export interface ObservationLog {
  /**
   * Adds records, each with its own outcome, in the order given. Same id and same hash: `duplicate`;
   * same id, other hash: `conflict`, and the newcomer is kept in quarantine.
   */
  add(territory: string, records: readonly NewObservation[]): Promise<readonly AddOutcome[]>
  get(territory: string, id: string): Promise<StoredObservation | undefined>
  getMany(territory: string, ids: readonly string[]): Promise<readonly StoredObservation[]>
  /** In feed order. */
  query(territory: string, query: ObservationQuery): Promise<readonly StoredObservation[]>
  /** All that name one of these trails, in feed order. */
  ofTrails(territory: string, trails: readonly string[]): Promise<readonly StoredObservation[]>
  unansweredCounts(territory: string): Promise<readonly UnansweredCount[]>
  /**
   * The one change that is ever made: what the law takes out. The hash stays that of what was sent, so
   * that the same record is still a duplicate when it comes again.
   */
  redact(territory: string, observation: Observation): Promise<void>
}

/** A record that waits for its blobs. */
export interface WaitingRecord extends NewObservation {
  readonly missing: readonly string[]
}

/** Records that are readable but whose blobs are not all there yet: no receipt has been given. */
export interface PendingRecords {
  /** The same bytes again change nothing; other bytes under the same id wait beside them. */
  put(territory: string, record: WaitingRecord): Promise<void>
  /** Those that named any of these blobs, whatever else they miss: each once. */
  naming(territory: string, names: readonly string[]): Promise<readonly NewObservation[]>
  remove(territory: string, records: readonly { id: string; hash: string }[]): Promise<void>
  /** Some of those of one account, in the order of their ids. */
  of(
    territory: string,
    account: string,
    page: {
      readonly limit: number
      readonly after?: { readonly id: string; readonly hash: string } | undefined
    },
  ): Promise<readonly NewObservation[]>
  count(territory: string): Promise<number>
}

export interface QuarantinedRecord extends Sender {
  /** Its own id, given by the server. */
  readonly id: string
  /** The record's id when it had a readable one. */
  readonly record?: string
  readonly code: string
  readonly field?: string
  readonly hash: string
  /** Exactly what was sent. */
  readonly json: string
}

export interface QuarantineQuota {
  readonly bytes: number
  readonly records: number
}

/** What was refused or could not be read: kept raw, never dropped (promise P09). */
export interface Quarantine {
  /** Adding the same thing for the same cause again changes nothing. */
  add(territory: string, record: QuarantinedRecord): Promise<void>
  list(
    territory: string,
    query?: {
      readonly account?: string
      readonly limit?: number
      /** Only those that came before this one. */
      readonly before?: string
      /** So many characters of each at most: what is kept may be long. */
      readonly characters?: number
    },
  ): Promise<readonly QuarantinedRecord[]>
  get(territory: string, id: string): Promise<QuarantinedRecord | undefined>
  count(territory: string): Promise<number>
  /**
   * Adds to what a withdrawn device has handed over in all, unless that would be more than `most`: then
   * `false`, and nothing is added. In one step: requests that come at once are counted one after another.
   */
  addToQuota(
    territory: string,
    device: string,
    asked: QuarantineQuota,
    most: QuarantineQuota,
  ): Promise<boolean>
  /** For those whose author asked to be forgotten, and what the office took in. Gives how many were there. */
  remove(territory: string, ids: readonly string[]): Promise<number>
}
