import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moveStore } from '../../../src/server/storage/move-store.ts'
import { openPostgres } from '../../../src/server/storage/postgres/open-postgres.ts'
import type { DumpRow, Store } from '../../../src/server/storage/store.ts'
import { freshDatabase } from '../../support/shared-postgres.ts'
import {
  aHeritageEntity,
  aHeritagePoint,
  newId,
  received,
  TERRITORY,
} from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

describe('from one engine to the other', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer()
    const { store } = server.services
    await store.transaction(async (tx) => {
      const records = Array.from({ length: 1_700 }, () => received(aHeritagePoint()))
      await tx.observations.add(TERRITORY, records)
      await tx.catalogue.put(TERRITORY, [aHeritageEntity()])
    })
  })
  afterAll(async () => {
    await server?.dispose()
  })

  const rowsOf = async (store: Store) => {
    const rows: DumpRow[] = []
    await store.dump((row) => {
      rows.push(row)
      return Promise.resolve()
    })
    return rows
  }

  it('every row arrives, the epoch too, and the feed goes on where it was', async () => {
    const { store, identity } = server.services
    const target = await openPostgres(await freshDatabase())
    try {
      const rows = await rowsOf(store)
      expect(await moveStore(store, target)).toBe(rows.length)
      expect(await rowsOf(target)).toEqual(rows)
      expect(await target.read((tx) => tx.meta.get('epoch'))).toBe(identity.epoch)
      const seq = await target.transaction((tx) => tx.feed.append(TERRITORY, 'photo', newId()))
      expect(seq).toBe((await store.read((tx) => tx.feed.head(TERRITORY))) + 1)
      await expect(moveStore(store, target)).rejects.toThrow()
      expect(await rowsOf(target)).toHaveLength(rows.length + 1)
    } finally {
      await target.close()
    }
  })

  it('a target that fails on the way, with much still to come, ends it: nobody goes on for ever', async () => {
    const target = await openPostgres(await freshDatabase())
    try {
      const failing: Store = {
        ...target,
        read: (work) => target.read(work),
        transaction: (work) => target.transaction(work),
        load: async (rows) => {
          for await (const row of rows) if (row.table === 'observations') break
          throw new Error('disk full')
        },
      }
      await expect(moveStore(server.services.store, failing)).rejects.toThrow('disk full')
      expect(await rowsOf(target)).toEqual([])
    } finally {
      await target.close()
    }
  })

  it('a failure on the way leaves the target empty', async () => {
    const target = await openPostgres(await freshDatabase())
    try {
      const broken: Store = {
        ...server.services.store,
        dump: async (write) => {
          await write({ table: 'heads', row: { territory: TERRITORY, seq: 1 } })
          throw new Error('disk gone')
        },
      }
      await expect(moveStore(broken, target)).rejects.toThrow('disk gone')
      expect(await rowsOf(target)).toEqual([])
    } finally {
      await target.close()
    }
  })
})
