import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Connection } from './connection.ts'
import type { FixLog, Outbox, PhoneStorage, Repository } from './phone-storage.ts'
import { readableOutbox } from './readable-rows.ts'
import type { StoredFix } from './rows.ts'
import type { PhoneSchema } from './schema.ts'

type Keyed = 'walks' | 'drafts' | 'quarantine'
/** Chromium, Firefox and Safari all default to relaxed, which loses up to 25 s at a power cut. */
const STRICT = { durability: 'strict' } as const
/** Reading so many fixes takes a slow phone some 20 ms: one frame is late, no touch is. */
const PAGE_FIXES = 600

/** The phone's storage in IndexedDB. */
export function createIdbStorage(connection: Connection): PhoneStorage {
  return {
    fixes: fixLog(connection),
    repairs: {
      append: (row) => write(connection, ['repairs'], (tx) => [tx.objectStore('repairs').add(row)]),
      ofWalk: (walk) => connection.use((db) => db.getAll('repairs', rangeOf(walk))),
      remove: (walk, seq) =>
        write(connection, ['repairs'], (tx) => [tx.objectStore('repairs').delete([walk, seq])]),
    },
    walks: repository(connection, 'walks'),
    drafts: {
      ...repository(connection, 'drafts'),
      ofWalk: (walk) => connection.use((db) => db.getAllFromIndex('drafts', 'walk', walk)),
    },
    outbox: outbox(connection),
    blobs: {
      put: (blob) => write(connection, ['blobs'], (tx) => [tx.objectStore('blobs').put(blob)]),
      get: (sha256) => connection.use((db) => db.get('blobs', sha256)),
      remove: (sha256) =>
        write(connection, ['blobs'], (tx) => [tx.objectStore('blobs').delete(sha256)]),
    },
    thumbs: {
      put: (thumb) => write(connection, ['thumbs'], (tx) => [tx.objectStore('thumbs').put(thumb)]),
      get: (sha256) => connection.use((db) => db.get('thumbs', sha256)),
    },
    catalogue: {
      apply: ({ rows, withdrawn, cursor }) =>
        write(connection, ['catalogue', 'settings'], (tx) => [
          ...rows.map((row) => tx.objectStore('catalogue').put(row)),
          ...withdrawn.map((id) => tx.objectStore('catalogue').delete(id)),
          tx.objectStore('settings').put(cursor.value, cursor.key),
        ]),
      ofKind: (kind) => connection.use((db) => db.getAllFromIndex('catalogue', 'kind', kind)),
      get: (id) => connection.use((db) => db.get('catalogue', id)),
      keepOnly: (territory, source) =>
        connection.use(async (db) => {
          const tx = db.transaction('catalogue', 'readwrite', STRICT)
          for (let cursor = await tx.store.openCursor(); cursor; cursor = await cursor.continue()) {
            const row = cursor.value
            if (row.territory === territory && row.source !== source) void cursor.delete()
          }
          await tx.done
        }),
    },
    settings: {
      get: (key) => connection.use((db) => db.get('settings', key)),
      set: (key, value) =>
        write(connection, ['settings'], (tx) => [tx.objectStore('settings').put(value, key)]),
    },
    quarantine: repository(connection, 'quarantine'),
  }
}

function fixLog(connection: Connection): FixLog {
  return {
    async append(fix) {
      try {
        await write(connection, ['fixes'], (tx) => [tx.objectStore('fixes').add(fix)])
      } catch (error) {
        const isTaken = error instanceof DOMException && error.name === 'ConstraintError'
        if (!isTaken) throw error
        const present = await connection.use((db) => db.get('fixes', [fix.walk, fix.seq]))
        if (!present || !isSameRow(present, fix)) throw error
      }
    },
    appendEvent: (event) =>
      write(connection, ['events'], (tx) => [tx.objectStore('events').put(event)]),
    ofWalk: (walk) => connection.use((db) => db.getAll('fixes', rangeOf(walk))),
    pagesOf: (walk) => pagesOf(connection, walk),
    eventsOf: (walk) => connection.use((db) => db.getAll('events', rangeOf(walk))),
    last: (walk) =>
      connection.use(async (db) => {
        const cursor = await db.transaction('fixes').store.openCursor(rangeOf(walk), 'prev')
        return cursor?.value
      }),
    count: (walk) => connection.use((db) => db.count('fixes', rangeOf(walk))),
    importWalk: (walk, fixes, events) =>
      write(connection, ['fixes', 'events', 'walks'], (tx) => [
        tx.objectStore('walks').add(walk),
        ...fixes.map((fix) => tx.objectStore('fixes').add(fix)),
        ...events.map((event) => tx.objectStore('events').add(event)),
      ]),
    removeWalk: (walk) =>
      write(connection, ['fixes', 'events', 'repairs', 'walks'], (tx) => [
        tx.objectStore('repairs').delete(rangeOf(walk)),
        tx.objectStore('fixes').delete(rangeOf(walk)),
        tx.objectStore('events').delete(rangeOf(walk)),
        tx.objectStore('walks').delete(walk),
      ]),
  }
}

async function* pagesOf(connection: Connection, walk: string): AsyncGenerator<StoredFix[]> {
  for (let range = rangeOf(walk); ;) {
    const from = range
    const page = await connection.use((db) => db.getAll('fixes', from, PAGE_FIXES))
    const last = page.at(-1)
    if (last) yield page
    if (!last || page.length < PAGE_FIXES) return
    range = IDBKeyRange.bound([walk, last.seq], [walk, []], true)
  }
}

function outbox(connection: Connection): Outbox {
  return {
    queue: ({ records, blobs = [], walk, drafts = [] }) =>
      write(connection, ['records', 'outbox', 'blobs', 'walks', 'drafts'], (tx) => [
        ...records.map(({ item, bytes }) => tx.objectStore('records').add({ id: item.id, bytes })),
        ...records.map(({ item }) => tx.objectStore('outbox').add(item)),
        ...blobs.map((blob) => tx.objectStore('blobs').put(blob)),
        ...drafts.map((draft) => tx.objectStore('drafts').delete(draft)),
        ...(walk ? [tx.objectStore('walks').put(walk)] : []),
      ]),
    all: () =>
      connection.use(async (db) => {
        const { readable, unreadable } = readableOutbox(await db.getAll('outbox'))
        for (const raw of unreadable) await quarantineOutboxRow(db, raw)
        return readable
      }),
    get: (id) => connection.use((db) => db.get('outbox', id)),
    bytes: (id) => connection.use(async (db) => (await db.get('records', id))?.bytes),
    update: (item) => write(connection, ['outbox'], (tx) => [tx.objectStore('outbox').put(item)]),
  }
}

/** An item that cannot be read is moved aside whole; its bytes in `records` stay where they are. */
async function quarantineOutboxRow(
  db: IDBPDatabase<PhoneSchema>,
  { id, raw }: { readonly id: string; readonly raw: unknown },
): Promise<void> {
  const tx = db.transaction(['outbox', 'quarantine'], 'readwrite', STRICT)
  const row = { id: `outbox:${id}`, from: 'outbox', atMs: 0, why: 'unreadable-row', raw }
  await Promise.all([
    tx.objectStore('quarantine').put(row),
    tx.objectStore('outbox').delete(id),
    tx.done,
  ])
}

function repository<S extends Keyed>(
  connection: Connection,
  store: S,
): Repository<PhoneSchema[S]['value']> {
  return {
    save: (row) => write(connection, [store], (tx) => [tx.objectStore(store).put(row)]),
    get: (id) => connection.use((db) => db.get(store, id)),
    all: () => connection.use((db) => db.getAll(store)),
    remove: (id) => write(connection, [store], (tx) => [tx.objectStore(store).delete(id)]),
  }
}

/** One strict transaction: resolves when it is complete, rejects when any part of it failed. */
function write<N extends StoreNames<PhoneSchema>>(
  connection: Connection,
  stores: N[],
  requests: (
    transaction: IDBPTransaction<PhoneSchema, N[], 'readwrite'>,
  ) => readonly Promise<unknown>[],
): Promise<void> {
  return connection.use(async (db) => {
    const tx = db.transaction(stores, 'readwrite', STRICT)
    const asked = requests(tx)
    // All is asked: it ends by itself, whatever becomes of the page.
    tx.commit()
    await Promise.all([...asked, tx.done])
  })
}

/** Both hold the same plain members. */
function isSameRow(a: object, b: object): boolean {
  const text = (row: object) =>
    JSON.stringify(Object.entries(row).sort(([x], [y]) => (x < y ? -1 : 1)))
  return text(a) === text(b)
}

/** Every key `[walk, n]`. An array sorts after every number. */
function rangeOf(walk: string): IDBKeyRange {
  return IDBKeyRange.bound([walk], [walk, []])
}
