/* eslint-disable @typescript-eslint/require-await -- a fake answers at once, behind the promises of the real thing */
import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { describe, expect, it } from 'vitest'
import { createConnection } from '../../../src/app/storage/connection.ts'
import { createIdbStorage } from '../../../src/app/storage/idb-storage.ts'
import { MIGRATIONS } from '../../../src/app/storage/migrations.ts'
import { createMemoryStorage } from '../../support/phone/memory-storage.ts'
import { phoneStorageContract } from './phone-storage.contract.ts'

const fresh = () => {
  globalThis.indexedDB = new IDBFactory()
}
const aFix = { walk: 'w', seq: 0, lon: 0, lat: 0, atMs: 0, monotonicMs: 0, visible: true }

phoneStorageContract('storage in IndexedDB', async () => {
  fresh()
  return createIdbStorage(createConnection())
})
phoneStorageContract('storage in memory', async () => createMemoryStorage())

describe('the connection', () => {
  it('[P01] opens again when the system closed it, and writes on', async () => {
    fresh()
    const connection = createConnection()
    const storage = createIdbStorage(connection)
    await storage.fixes.append(aFix)
    await connection.use(async (database) => database.close())
    await storage.fixes.append({ ...aFix, seq: 1 })
    expect(await storage.fixes.count('w')).toBe(2)
  })

  it('[P01] writes every fix in a strict transaction', async () => {
    fresh()
    const connection = createConnection()
    const asked: unknown[] = []
    await connection.use(async (database) => {
      const real = database.transaction.bind(database)
      database.transaction = ((...args: Parameters<typeof real>) => {
        asked.push(args[2])
        return real(...args)
      }) as typeof database.transaction
      const spied = createIdbStorage({
        use: (work) => work(database),
        leave: () => connection.leave(),
        close: () => connection.close(),
      })
      await spied.fixes.append(aFix)
    })
    expect(asked).toEqual([{ durability: 'strict' }])
  })

  it('[P02] a page that is left keeps nothing under way, and goes on if it was not left after all', async () => {
    fresh()
    const connection = createConnection()
    const storage = createIdbStorage(connection)
    await storage.fixes.append(aFix)
    const told = storage.fixes.append({ ...aFix, seq: 1 })
    let begun = 0
    const open = connection.use(async (database) => {
      begun += 1
      const tx = database.transaction('fixes', 'readwrite')
      const done = tx.done.catch(() => undefined)
      // Kept open for as long as it can be asked, as a page that falls asleep keeps it.
      for (let asked = 0; begun === 1 && asked < 1_000; asked += 1) await tx.store.count()
      await done
    })
    while (begun === 0) await Promise.resolve()
    await told
    connection.leave()
    const next = openDB('jalon', MIGRATIONS.length)
    await (await next).put('fixes', { ...aFix, seq: 2 })
    expect(begun).toBe(1)
    await open
    expect(begun).toBe(2)
    expect(await storage.fixes.count('w')).toBe(3)
    ;(await next).close()
  })

  it('[P22] does not give way to a newer version while a recording runs', async () => {
    fresh()
    let told = 0
    const connection = createConnection({ mayClose: () => false, onOutdated: () => (told += 1) })
    const storage = createIdbStorage(connection)
    await storage.fixes.append(aFix)
    let blocked = false
    const newer = openDB('jalon', MIGRATIONS.length + 1, { blocked: () => (blocked = true) })
    await new Promise((resolve) => setTimeout(resolve, 50))
    await storage.fixes.append({ ...aFix, seq: 1 })
    expect({ blocked, told }).toEqual({ blocked: true, told: 0 })
    await connection.close()
    const opened = await newer
    expect(await opened.count('fixes')).toBe(2)
    opened.close()
  })

  it('[P22] gives way when nothing is recorded, and says so', async () => {
    fresh()
    let told = 0
    const connection = createConnection({ mayClose: () => true, onOutdated: () => (told += 1) })
    await createIdbStorage(connection).fixes.append(aFix)
    const opened = await openDB('jalon', MIGRATIONS.length + 1)
    expect(told).toBe(1)
    opened.close()
  })

  it('[P09] moves an outbox row it cannot read aside, and keeps its bytes', async () => {
    fresh()
    const connection = createConnection()
    const storage = createIdbStorage(connection)
    const raw = { id: 'x', kind: 'track', state: 'from-the-future', blobs: [] }
    await connection.use((database) => database.put('outbox', raw as never))
    await connection.use((database) =>
      database.put('records', { id: 'x', bytes: new ArrayBuffer(3) }),
    )
    expect(await storage.outbox.all()).toEqual([])
    expect((await storage.quarantine.all()).map((row) => row.raw)).toEqual([raw])
    expect((await storage.outbox.bytes('x'))?.byteLength).toBe(3)
  })
})
