import type { JournalAction } from '../../contract/journal.ts'
import type { BlobContent } from './blobs/blob-content.ts'
import type { Role } from '../../contract/access.ts'
import type { Decision } from '../../domain/catalogue/decision.ts'
import type { CatalogueEntity } from '../../domain/catalogue/entity.ts'
import type { Territory } from '../../domain/catalogue/territory.ts'
import type { WalkAssessment } from '../../domain/checks/assessment.ts'
import type { KeyTables } from './keys.ts'
import type { ObservationLog, Quarantine, PendingRecords } from './records.ts'
import type {
  AccountRow,
  AuditRow,
  DeviceRow,
  InvitationRow,
  SessionRow,
  SignedIn,
} from './people-rows.ts'

/**
 * The store, in the words of the field: one contract, held by SQLite and by PostgreSQL
 * (`tests/server/storage/store.contract.ts`). The territory's id leads every key.
 */
export interface Store {
  readonly engine: 'sqlite' | 'postgres'
  /**
   * Runs `work` in one writing transaction; its result is given after the commit is on disk. May run
   * `work` again when the engine asks for a retry: no side effect in it but through `tx`. Inside, only
   * `tx` may be used: a transaction within a transaction throws.
   */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>
  /** Runs `work` on one unchanging snapshot; a write in it fails. */
  read<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>
  /** One question, which needs no snapshot: cheaper, and never more than one. */
  ask<T>(question: (tx: StoreTransaction) => Promise<T>): Promise<T>
  /** Hands out every row of every table, on one snapshot. Feeds backups and changes of engine. */
  dump(write: (row: DumpRow) => Promise<void>): Promise<void>
  /** Fills an empty store from a dump, all or nothing. */
  load(rows: AsyncIterable<DumpRow> | Iterable<DumpRow>): Promise<void>
  close(): Promise<void>
}

export interface DumpRow {
  readonly table: string
  readonly row: Readonly<Record<string, unknown>>
}

export interface StoreTransaction {
  readonly meta: MetaTable
  readonly territories: TerritoryTable
  readonly feed: Feed
  readonly observations: ObservationLog
  readonly pendingRecords: PendingRecords
  readonly quarantine: Quarantine
  readonly decisions: DecisionLog
  readonly catalogue: CatalogueTable
  readonly assessments: AssessmentTable
  readonly publications: PublicationTable
  readonly blobs: BlobIndex
  readonly people: PeopleTables
  readonly keys: KeyTables
  readonly audit: AuditLog
  readonly erasures: ErasureLog
}

/** Facts about this server: its id, its epoch. */
export interface MetaTable {
  get(key: string): Promise<string | undefined>
  set(key: string, value: string): Promise<void>
  /** Sets what is not set yet, and gives what is: the same to whoever tries at the same time. */
  setOnce(key: string, value: string): Promise<string>
  /** Forgets everything: a store about to be filled from a backup. */
  clear(): Promise<void>
}

export interface TerritoryTable {
  list(): Promise<readonly Territory[]>
  get(id: string): Promise<Territory | undefined>
  put(territory: Territory): Promise<void>
}

export const FEED_KINDS = [
  'observation',
  'decision',
  'trail',
  'heritage-point',
  'trail-report',
  'answer',
  'photo',
] as const
export type FeedKind = (typeof FEED_KINDS)[number]
export interface FeedRow {
  readonly seq: number
  readonly kind: FeedKind
  readonly entity: string
}

/** The log of what happened, in commit order; one counter row per territory. */
export interface Feed {
  /** Highest number given in a territory; 0 at first. */
  head(territory: string): Promise<number>
  /**
   * Holds the territory's counter until the end of the transaction: what is read afterwards stays true
   * until the commit. For read-then-write work such as applying a decision.
   */
  hold(territory: string): Promise<void>
  append(territory: string, kind: FeedKind, entity: string): Promise<number>
  since(territory: string, after: number, limit: number): Promise<readonly FeedRow[]>
}

/** `applied`, or the code of the refusal: refused decisions are kept and shown. */
export interface StoredDecision {
  readonly seq: number
  readonly decision: Decision
  readonly hash: string
  readonly receivedAt: string
  readonly outcome: string
}

/** Staff's answers: append-only. */
export interface DecisionLog {
  /** `duplicate` gives the stored one back; `conflict`: same id, other content, nothing stored. */
  add(
    territory: string,
    decision: Omit<StoredDecision, 'seq'>,
  ): Promise<
    | { readonly outcome: 'created' | 'duplicate'; readonly stored: StoredDecision }
    | { readonly outcome: 'conflict' }
  >
  get(territory: string, id: string): Promise<StoredDecision | undefined>
  /** Those that are there, in feed order. */
  getMany(territory: string, ids: readonly string[]): Promise<readonly StoredDecision[]>
  /** What was decided of any of these, in feed order. */
  ofTargets(territory: string, targets: readonly string[]): Promise<readonly StoredDecision[]>
  /** In feed order. */
  list(
    territory: string,
    query?: { readonly after?: number; readonly limit?: number; readonly target?: string },
  ): Promise<readonly StoredDecision[]>
}

export type EntityKind = CatalogueEntity['properties']['kind']
export type EntityOf<K extends EntityKind> = Extract<CatalogueEntity, { properties: { kind: K } }>
/** `[west, south, east, north]`, degrees. A box never crosses the antimeridian. */
export type Box = readonly [number, number, number, number]

/** What has been decided: the fold of the decisions, with its indexes. Deleted entities stay, marked. */
export interface CatalogueTable {
  get<K extends EntityKind>(
    territory: string,
    kind: K,
    id: string,
  ): Promise<EntityOf<K> | undefined>
  getMany<K extends EntityKind>(
    territory: string,
    kind: K,
    ids: readonly string[],
  ): Promise<readonly EntityOf<K>[]>
  /** The entity with this id, whatever it is; answers bear their observation's id and are not looked at. */
  find(territory: string, id: string): Promise<CatalogueEntity | undefined>
  trailBySlug(territory: string, slug: string): Promise<EntityOf<'trail'> | undefined>
  /** Writes whole entities and tells the feed; gives the last number. */
  put(territory: string, entities: readonly CatalogueEntity[]): Promise<number>
  /** Tells readers to look again at an entity that did not change itself, such as a trail's status. */
  touch(territory: string, kind: EntityKind, id: string): Promise<number>
  byBox(
    territory: string,
    box: Box,
    kinds?: readonly EntityKind[],
  ): Promise<readonly CatalogueEntity[]>
  /** Where the entities of a kind that touch a box lie, without reading them. */
  boxesIn(
    territory: string,
    box: Box,
    kind: EntityKind,
  ): Promise<readonly { readonly id: string; readonly box: Box }[]>
  /** Points, reports and answers that name this trail. */
  byTrail<K extends EntityKind>(
    territory: string,
    trail: string,
    kind: K,
  ): Promise<readonly EntityOf<K>[]>
  /** The same for many trails at once; a trail without any is not in the answer. */
  byTrails<K extends EntityKind>(
    territory: string,
    trails: readonly string[],
    kind: K,
  ): Promise<ReadonlyMap<string, readonly EntityOf<K>[]>>
  list<K extends EntityKind>(territory: string, kind: K): Promise<readonly EntityOf<K>[]>
  /** Ids of all of a kind, when there may be too many to read at once. */
  ids(territory: string, kind: EntityKind): Promise<readonly string[]>
  /**
   * Newest state of each entity that changed after a number, in feed order. With `reader`, other people's
   * answers are left out.
   */
  changes(
    territory: string,
    query: { readonly after: number; readonly limit: number; readonly reader?: string },
  ): Promise<readonly { readonly seq: number; readonly entity: CatalogueEntity }[]>
  /** Forgets the projection of a territory, before it is folded again. */
  clear(territory: string): Promise<void>
}

export interface StoredAssessment {
  readonly observation: string
  /** Version of the thresholds it was made with. */
  readonly rules: string
  readonly assessment: WalkAssessment
  readonly madeAt: string
}

/** What the checks said of each track; made again at will. */
export interface AssessmentTable {
  put(territory: string, assessment: StoredAssessment): Promise<void>
  getMany(territory: string, observations: readonly string[]): Promise<readonly StoredAssessment[]>
  /** Notes that none can be made under these rules; one of older rules stays. */
  giveUp(territory: string, none: Omit<StoredAssessment, 'assessment'>): Promise<void>
  /** Tracks that have none, or one of other rules, and were not given up: oldest first. */
  tracksWithout(territory: string, rules: string, limit: number): Promise<readonly string[]>
  countWithout(territory: string, rules: string): Promise<number>
}

export interface StoredPublication {
  readonly trail: string
  readonly number: number
  readonly bytes: Uint8Array
  readonly sha256: string
  readonly publishedAt: string
  /** When the law last took something out. */
  readonly redactedAt?: string
}

/** Frozen versions, byte for byte (promise P28). */
export interface PublicationTable {
  /** A number is never used twice: a second one throws. */
  add(territory: string, publication: StoredPublication): Promise<void>
  get(territory: string, trail: string, number: number): Promise<StoredPublication | undefined>
  getMany(
    territory: string,
    wanted: readonly { readonly trail: string; readonly number: number }[],
  ): Promise<readonly StoredPublication[]>
  list(territory: string, trail: string): Promise<readonly Omit<StoredPublication, 'bytes'>[]>
  /** The numbers of all versions of many trails, in order; a trail without any is not in the answer. */
  numbers(
    territory: string,
    trails: readonly string[],
  ): Promise<ReadonlyMap<string, readonly number[]>>
  /** Other bytes under the same number: what the law took out is gone from the store. */
  redact(territory: string, publication: Omit<StoredPublication, 'publishedAt'>): Promise<void>
}

export interface BlobRow {
  readonly sha256: string
  readonly bytes: number
  readonly storedAt: string
  readonly device: string
  /** What the bytes turned out to be; `unknown` until a record names them. */
  readonly content: 'unknown' | BlobContent
  readonly erasedAt?: string
  /** Its bytes are not those that were stored; `undefined` again once somebody brought them anew. */
  readonly damagedAt?: string
}

/** An observation names a blob. */
export interface BlobClaim {
  readonly observation: string
  readonly sha256: string
}

/** Which blobs are stored, and which records name them. The bytes are in files. */
export interface BlobIndex {
  /** One that is known gets its new content and erasure, and keeps the rest. */
  put(territory: string, blobs: readonly BlobRow[]): Promise<void>
  get(territory: string, sha256: string): Promise<BlobRow | undefined>
  getMany(territory: string, names: readonly string[]): Promise<readonly BlobRow[]>
  /** Those of the given names that are stored, and not known to be spoiled. */
  present(territory: string, names: readonly string[]): Promise<ReadonlySet<string>>
  /** Notes that a stored blob is spoiled: its device is asked for it again. `put` notes that it is whole. */
  markDamaged(territory: string, sha256: string, damagedAt: string): Promise<void>
  /** Spoiled blobs that a device brought, not erased: some of them, if there are many. */
  damagedFrom(territory: string, device: string): Promise<readonly string[]>
  /** Says which observation names which blob; saying it again changes nothing. */
  name(territory: string, names: readonly BlobClaim[]): Promise<void>
  /** Observations that name a blob. */
  namedBy(territory: string, sha256: string): Promise<readonly string[]>
  list(territory: string): Promise<readonly BlobRow[]>
  /** How much is stored, what was erased left out. */
  size(territory: string): Promise<{ readonly blobs: number; readonly bytes: number }>
  /** Raw fixes, not erased, of tracks that were answered before an instant. */
  fixesAnsweredBefore(territory: string, before: string): Promise<readonly string[]>
  /** Voice notes, not erased, of which every observation that names them was answered before an instant. */
  voicesAnsweredBefore(territory: string, before: string): Promise<readonly string[]>
  /** Blobs, erased or not, that these observations name. */
  namedIn(territory: string, observations: readonly string[]): Promise<readonly string[]>
  /** These observations name no blob any more. */
  unname(territory: string, observations: readonly string[]): Promise<void>
}

/** Accounts, their phones, their sessions, and how they came in. */
export interface PeopleTables {
  putAccount(territory: string, account: AccountRow): Promise<void>
  getAccounts(territory: string, ids: readonly string[]): Promise<readonly AccountRow[]>
  /** Whether somebody with this role has ever come in and not gone: has a session. */
  hasSignedIn(territory: string, role: Role): Promise<boolean>
  putDevice(territory: string, device: DeviceRow): Promise<void>
  /** Notes when a device was seen last, and nothing else of it: it may be withdrawn at this moment. */
  markSeen(territory: string, id: string, lastSeenAt: string): Promise<void>
  getDevice(territory: string, id: string): Promise<DeviceRow | undefined>
  listDevices(territory: string): Promise<readonly DeviceRow[]>
  /** Sessions and invitations are found by their secret's hash, before the territory is known. */
  putSession(session: SessionRow): Promise<void>
  /** Lets a session live longer; one that has ended meanwhile does not come back. */
  prolongSession(tokenHash: string, expiresAt: string): Promise<void>
  getSession(tokenHash: string): Promise<SessionRow | undefined>
  /** Whose session it is, and on which device; `undefined` when the device is somebody else's since. */
  whoIs(tokenHash: string): Promise<SignedIn | undefined>
  removeSession(tokenHash: string): Promise<void>
  removeSessionsOf(territory: string, account: string): Promise<void>
  removeSessionsOn(territory: string, device: string): Promise<void>
  putInvitation(invitation: InvitationRow): Promise<void>
  getInvitation(secretHash: string): Promise<InvitationRow | undefined>
  /** Marks it used, unless it was: only one of those who try at the same time is told `true`. */
  claimInvitation(
    id: string,
    use: {
      readonly usedAt: string
      readonly usedByDevice: string
      readonly account: string
    },
  ): Promise<boolean>
}

/** Something that the law takes out of the store. */
export interface Erasure {
  readonly id: string
  /** A person who asked to be forgotten; a point of the catalogue that had to go. */
  readonly kind: 'person' | 'point'
  /** The account, or the catalogue entity. */
  readonly subject: string
  readonly notedAt: string
  readonly finishedAt?: string
}

/** Written before anything is erased; kept, without a word of what was there. */
export interface ErasureLog {
  note(territory: string, erasure: Omit<Erasure, 'finishedAt'>): Promise<void>
  /** Those that are not finished, and those noted since an instant. */
  open(territory: string, since: string): Promise<readonly Erasure[]>
  finish(territory: string, id: string, finishedAt: string): Promise<void>
}

export interface AuditLog {
  add(territory: string, row: AuditRow & { readonly action: JournalAction }): Promise<void>
  /** Newest first; `before` is the id of the last row that was read. */
  list(
    territory: string,
    query: { readonly before?: string; readonly limit: number },
  ): Promise<readonly AuditRow[]>
}
