import type { BlobRow, CatalogueRow, Draft, OutboxItem } from './rows.ts'
import type { QuarantineRow, RepairRow, StoredFix, ThumbRow, Walk, WalkEvent } from './rows.ts'

/**
 * Everything the phone keeps. Each writing method resolves when the bytes are on disk, never before; a
 * store or a screen is told after that.
 */
export interface PhoneStorage {
  readonly fixes: FixLog
  readonly repairs: RepairLog
  readonly walks: Repository<Walk>
  readonly drafts: Repository<Draft> & {
    readonly ofWalk: (walk: string) => Promise<readonly Draft[]>
  }
  readonly outbox: Outbox
  readonly blobs: {
    readonly put: (blob: BlobRow) => Promise<void>
    readonly get: (sha256: string) => Promise<BlobRow | undefined>
    readonly remove: (sha256: string) => Promise<void>
  }
  /** Small pictures, by the name of the photo they show. */
  readonly thumbs: {
    readonly put: (thumb: ThumbRow) => Promise<void>
    readonly get: (sha256: string) => Promise<ThumbRow | undefined>
  }
  readonly catalogue: CatalogueCache
  readonly settings: {
    readonly get: (key: string) => Promise<unknown>
    readonly set: (key: string, value: unknown) => Promise<void>
  }
  readonly quarantine: Repository<QuarantineRow>
}

export interface Repository<T> {
  readonly save: (row: T) => Promise<void>
  readonly get: (id: string) => Promise<T | undefined>
  readonly all: () => Promise<readonly T[]>
  readonly remove: (id: string) => Promise<void>
}

/** Append only. A fix that is there is never changed. */
export interface FixLog {
  /**
   * One strict transaction for this one fix (promise P01). The same fix again is written already: a
   * connection that died after the commit is tried again. Refuses a `seq` that another fix has.
   */
  readonly append: (fix: StoredFix) => Promise<void>
  readonly appendEvent: (event: WalkEvent) => Promise<void>
  /** In the order they happened. */
  readonly ofWalk: (walk: string) => Promise<readonly StoredFix[]>
  /** The same, some hundreds at a time: a screen that reads a long walk goes on answering. */
  readonly pagesOf: (walk: string) => AsyncIterable<readonly StoredFix[]>
  readonly eventsOf: (walk: string) => Promise<readonly WalkEvent[]>
  readonly last: (walk: string) => Promise<StoredFix | undefined>
  readonly count: (walk: string) => Promise<number>
  /** A whole walk from a file, in one strict transaction: all of it, or nothing. Refuses one that is there. */
  readonly importWalk: (
    walk: Walk,
    fixes: readonly StoredFix[],
    events: readonly WalkEvent[],
  ) => Promise<void>
  /** Only for a walk that the person throws away; what was filled in goes with it. */
  readonly removeWalk: (walk: string) => Promise<void>
}

/** What other recorders filled in: beside the fixes, never among them (promise P05). */
export interface RepairLog {
  readonly append: (row: RepairRow) => Promise<void>
  readonly ofWalk: (walk: string) => Promise<readonly RepairRow[]>
  /** Taken back before the walk is sent (promise P15). */
  readonly remove: (walk: string, seq: number) => Promise<void>
}

/** What goes to the outbox together: all of it, or nothing. */
export interface OutboxBatch {
  readonly records: readonly { readonly item: OutboxItem; readonly bytes: ArrayBuffer }[]
  readonly blobs?: readonly BlobRow[]
  /** The new state of the walk they come from. */
  readonly walk?: Walk
  /** Drafts that these records replace. */
  readonly drafts?: readonly string[]
}

export interface Outbox {
  readonly queue: (batch: OutboxBatch) => Promise<void>
  readonly all: () => Promise<readonly OutboxItem[]>
  readonly get: (id: string) => Promise<OutboxItem | undefined>
  /** The bytes as they were queued. */
  readonly bytes: (id: string) => Promise<ArrayBuffer | undefined>
  readonly update: (item: OutboxItem) => Promise<void>
}

export interface CataloguePage {
  readonly rows: readonly CatalogueRow[]
  readonly withdrawn: readonly string[]
  /** Where the next pull starts, kept in the same transaction. */
  readonly cursor: { readonly key: string; readonly value: unknown }
}

export interface CatalogueCache {
  readonly apply: (page: CataloguePage) => Promise<void>
  readonly ofKind: (kind: CatalogueRow['kind']) => Promise<readonly CatalogueRow[]>
  readonly get: (id: string) => Promise<CatalogueRow | undefined>
  /** After a complete pull from another epoch: what the server no longer has goes. */
  readonly keepOnly: (territory: string, source: string) => Promise<void>
}
