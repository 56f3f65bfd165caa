/* eslint-disable @typescript-eslint/require-await -- a fake answers at once, behind the promises of the real thing */
import { isDeepStrictEqual } from 'node:util'
import type { PhoneStorage, Repository } from '../../../src/app/storage/phone-storage.ts'
import type {
  BlobRow,
  CatalogueRow,
  Draft,
  OutboxItem,
  QuarantineRow,
  RepairRow,
  StoredFix,
  ThumbRow,
  Walk,
  WalkEvent,
} from '../../../src/app/storage/rows.ts'

/** The phone's storage in memory: passes the same contract suite as the one in IndexedDB. */
export function createMemoryStorage(): PhoneStorage {
  const walks = new Map<string, Walk>()
  const drafts = new Map<string, Draft>()
  const blobs = new Map<string, BlobRow>()
  const records = new Map<string, ArrayBuffer>()
  const outbox = new Map<string, OutboxItem>()
  const catalogue = new Map<string, CatalogueRow>()
  const settings = new Map<string, unknown>()
  const fixes = new Map<string, Map<number, StoredFix>>()
  const events = new Map<string, Map<number, WalkEvent>>()
  const repairs = new Map<string, Map<number, RepairRow>>()
  const thumbs = new Map<string, ThumbRow>()

  return {
    fixes: {
      append: async (fix) => {
        const walk = within(fixes, fix.walk)
        const present = walk.get(fix.seq)
        if (present && !isDeepStrictEqual(present, copy(fix)))
          throw new DOMException('taken', 'ConstraintError')
        walk.set(fix.seq, copy(fix))
      },
      appendEvent: async (event) => void within(events, event.walk).set(event.seq, copy(event)),
      ofWalk: async (walk) => inOrder(fixes.get(walk)),
      pagesOf: async function* (walk) {
        const all = inOrder(fixes.get(walk))
        for (let from = 0; from < all.length; from += 3) yield all.slice(from, from + 3)
      },
      eventsOf: async (walk) => inOrder(events.get(walk)),
      last: async (walk) => inOrder(fixes.get(walk)).at(-1),
      count: async (walk) => fixes.get(walk)?.size ?? 0,
      importWalk: async (walk, imported, gaps) => {
        if (walks.has(walk.id)) throw new DOMException('taken', 'ConstraintError')
        walks.set(walk.id, copy(walk))
        for (const fix of imported) within(fixes, fix.walk).set(fix.seq, copy(fix))
        for (const event of gaps) within(events, event.walk).set(event.seq, copy(event))
      },
      removeWalk: async (walk) => {
        fixes.delete(walk)
        repairs.delete(walk)
        events.delete(walk)
        walks.delete(walk)
      },
    },
    repairs: {
      append: async (row) => {
        if (repairs.get(row.walk)?.has(row.seq)) throw new DOMException('taken', 'ConstraintError')
        within(repairs, row.walk).set(row.seq, copy(row))
      },
      ofWalk: async (walk) => inOrder(repairs.get(walk)),
      remove: async (walk, seq) => void repairs.get(walk)?.delete(seq),
    },
    walks: repository(walks, (walk) => walk.id),
    drafts: {
      ...repository(drafts, (draft) => draft.id),
      ofWalk: async (walk) => [...drafts.values()].filter((draft) => draft.walk === walk).map(copy),
    },
    outbox: {
      queue: async (batch) => {
        if (batch.records.some(({ item }) => records.has(item.id)))
          throw new DOMException('taken', 'ConstraintError')
        for (const { item, bytes } of batch.records) {
          records.set(item.id, bytes.slice(0))
          outbox.set(item.id, copy(item))
        }
        for (const blob of batch.blobs ?? []) blobs.set(blob.sha256, copy(blob))
        for (const draft of batch.drafts ?? []) drafts.delete(draft)
        if (batch.walk) walks.set(batch.walk.id, copy(batch.walk))
      },
      all: async () => byKey(outbox),
      get: async (id) => copy(outbox.get(id)),
      bytes: async (id) => records.get(id)?.slice(0),
      update: async (item) => void outbox.set(item.id, copy(item)),
    },
    blobs: {
      put: async (blob) => void blobs.set(blob.sha256, copy(blob)),
      get: async (sha256) => copy(blobs.get(sha256)),
      remove: async (sha256) => void blobs.delete(sha256),
    },
    thumbs: {
      put: async (thumb) => void thumbs.set(thumb.sha256, copy(thumb)),
      get: async (sha256) => copy(thumbs.get(sha256)),
    },
    catalogue: {
      apply: async ({ rows, withdrawn, cursor }) => {
        for (const row of rows) catalogue.set(row.id, copy(row))
        for (const id of withdrawn) catalogue.delete(id)
        settings.set(cursor.key, copy(cursor.value))
      },
      ofKind: async (kind) => byKey(catalogue).filter((row) => row.kind === kind),
      get: async (id) => copy(catalogue.get(id)),
      keepOnly: async (territory, source) => {
        for (const row of [...catalogue.values()])
          if (row.territory === territory && row.source !== source) catalogue.delete(row.id)
      },
    },
    settings: {
      get: async (key) => copy(settings.get(key)),
      set: async (key, value) => void settings.set(key, copy(value)),
    },
    quarantine: repository(new Map<string, QuarantineRow>(), (row) => row.id),
  }
}

function repository<T>(rows: Map<string, T>, idOf: (row: T) => string): Repository<T> {
  return {
    save: async (row) => void rows.set(idOf(row), copy(row)),
    get: async (id) => copy(rows.get(id)),
    all: async () => byKey(rows),
    remove: async (id) => void rows.delete(id),
  }
}

function within<T>(all: Map<string, Map<number, T>>, walk: string): Map<number, T> {
  const found = all.get(walk) ?? new Map<number, T>()
  all.set(walk, found)
  return found
}

function inOrder<T>(rows: Map<number, T> | undefined): T[] {
  return [...(rows ?? [])].sort(([a], [b]) => a - b).map(([, row]) => copy(row))
}

function byKey<T>(rows: Map<string, T>): T[] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => copy(row))
}

/** What goes in and out are copies, as in IndexedDB. */
function copy<T>(value: T): T {
  return structuredClone(value)
}
