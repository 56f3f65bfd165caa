import type { Connection } from './connection.ts'
import type { MapStorage } from './map-storage.ts'
import type { CorridorRow } from './pack-rows.ts'

/** A part that was said to be there must be there after a flat battery, or the map has a hole. */
const STRICT = { durability: 'strict' } as const

/** The kept maps in IndexedDB. */
export function createIdbMapStorage(connection: Connection): MapStorage {
  return { packs: packs(connection), corridors: corridors(connection) }
}

function packs(connection: Connection): MapStorage['packs'] {
  return {
    all: () => connection.use((db) => db.getAll('packs')),
    get: (sha256) => connection.use((db) => db.get('packs', sha256)),
    save: (row) =>
      connection.use(async (db) => {
        const tx = db.transaction('packs', 'readwrite', STRICT)
        await Promise.all([tx.store.put(row), tx.done])
      }),
    remove: (sha256) =>
      connection.use(async (db) => {
        const tx = db.transaction(['packs', 'pack-parts'], 'readwrite', STRICT)
        await Promise.all([
          tx.objectStore('packs').delete(sha256),
          tx.objectStore('pack-parts').delete(partsOf(sha256)),
          tx.done,
        ])
      }),
    putPart: (part) =>
      connection.use(async (db) => {
        const tx = db.transaction('pack-parts', 'readwrite', STRICT)
        await Promise.all([tx.store.put(part), tx.done])
      }),
    part: (pack, index) =>
      connection.use(async (db) => (await db.get('pack-parts', [pack, index]))?.bytes),
    partIndexes: (pack) =>
      connection.use(async (db) =>
        (await db.getAllKeys('pack-parts', partsOf(pack))).map(([, index]) => index),
      ),
  }
}

function corridors(connection: Connection): MapStorage['corridors'] {
  return {
    all: () => connection.use((db) => db.getAll('corridors')),
    save: (row) =>
      connection.use(async (db) => {
        const tx = db.transaction('corridors', 'readwrite', STRICT)
        await Promise.all([tx.store.put(row), tx.done])
      }),
    remove: (id) =>
      connection.use(async (db) => {
        const tx = db.transaction(['corridors', 'tiles'], 'readwrite', STRICT)
        const all = await tx.objectStore('corridors').getAll()
        const gone = all.find((row) => row.id === id)
        const kept = placesOf(all.filter((row) => row !== gone && row.service === gone?.service))
        await Promise.all([
          tx.objectStore('corridors').delete(id),
          ...(gone ? gone.places : [])
            .filter((place) => !kept.has(place.join('/')))
            .map((place) => tx.objectStore('tiles').delete([gone!.service, ...place])),
          tx.done,
        ])
      }),
    putTile: (tile) =>
      connection.use(async (db) => {
        // One of hundreds that can all be had again: what a power cut loses is fetched again.
        const tx = db.transaction('tiles', 'readwrite', { durability: 'relaxed' })
        await Promise.all([tx.store.put(tile), tx.done])
      }),
    tile: (service, place) => connection.use((db) => db.get('tiles', [service, ...place])),
    missing: (service, places) =>
      connection.use(async (db) => {
        const { store } = db.transaction('tiles')
        const keys = await Promise.all(places.map((place) => store.getKey([service, ...place])))
        return places.filter((_, i) => keys[i] === undefined)
      }),
  }
}

function placesOf(rows: readonly CorridorRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ places }) => places.map((place) => place.join('/'))))
}

/** Every key `[pack, n]`. An array sorts after every number. */
function partsOf(pack: string): IDBKeyRange {
  return IDBKeyRange.bound([pack], [pack, []])
}
