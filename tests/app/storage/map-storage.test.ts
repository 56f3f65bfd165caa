import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MapPack } from '../../../src/contract/packs.ts'
import { createConnection } from '../../../src/app/storage/connection.ts'
import { createIdbMapStorage } from '../../../src/app/storage/idb-map-storage.ts'
import { createIdbStorage } from '../../../src/app/storage/idb-storage.ts'
import { MIGRATIONS } from '../../../src/app/storage/migrations.ts'
import type { CorridorRow, PackRow } from '../../../src/app/storage/pack-rows.ts'
import type { TilePlace } from '../../../src/domain/geo/corridor-tiles.ts'
import type { PhoneSchema } from '../../../src/app/storage/schema.ts'

const bytes = (text: string) => new TextEncoder().encode(text).buffer
const pack = (sha256: string): PackRow => ({
  ...{ sha256, territory: 'landes-chalosse', state: 'wanted', askedAtMs: 1 },
  pack: { sha256 } as MapPack,
})
const corridor = (id: string, places: readonly TilePlace[], service = 'plan'): CorridorRow => ({
  ...{ id, service, places, territory: 'landes-chalosse', trail: id, trailName: id },
  ...{ state: 'complete', askedAtMs: 1 },
})

describe('maps kept on the phone', () => {
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
  })

  it('a pack and its parts come and go together, and touch no other pack', async () => {
    const { packs } = createIdbMapStorage(createConnection())
    for (const id of ['a', 'b']) {
      await packs.save(pack(id))
      for (const index of [2, 0, 11]) await packs.putPart({ pack: id, index, bytes: bytes(id) })
    }
    expect(await packs.partIndexes('a')).toEqual([0, 2, 11])
    await packs.remove('a')
    expect(await packs.partIndexes('a')).toEqual([])
    expect((await packs.all()).map(({ sha256 }) => sha256)).toEqual(['b'])
    expect((await packs.part('b', 11))?.byteLength).toBe(1)
    expect(await packs.part('b', 1)).toBeUndefined()
  })

  it('a corridor that goes leaves the tiles that another one needs', async () => {
    const { corridors } = createIdbMapStorage(createConnection())
    const [only, both, other] = [
      [13, 1, 1],
      [13, 2, 1],
      [13, 3, 1],
    ] as const
    await corridors.save(corridor('a', [only, both]))
    await corridors.save(corridor('b', [both, other]))
    await corridors.save(corridor('c', [only], 'photo'))
    for (const [service, place] of [
      ['plan', only],
      ['plan', both],
      ['plan', other],
      ['photo', only],
    ] as const) {
      const [z, x, y] = place
      await corridors.putTile({ service, z, x, y, mediaType: 'image/png', bytes: bytes('x') })
    }
    await corridors.remove('a')
    expect(await corridors.missing('plan', [only, both, other])).toEqual([only])
    expect(await corridors.missing('photo', [only])).toEqual([])
    expect((await corridors.all()).map(({ id }) => id)).toEqual(['b', 'c'])
  })

  it('[P22] a phone of the first version keeps all it had queued', async () => {
    const first = await openDB<PhoneSchema>('jalon', 1, {
      upgrade: (database, _old, _new, transaction) => MIGRATIONS[0]!(database, transaction),
    })
    const record = { id: 'r', bytes: bytes('{"id":"r"}') }
    const item = {
      ...{ id: 'r', kind: 'all-clear' as const, territory: 't', state: 'waiting' as const },
      ...{ queuedAtMs: 1, blobs: [], attempts: 0, nextAttemptAtMs: 0 },
    }
    await first.put('records', record)
    await first.put('outbox', item)
    first.close()
    const connection = createConnection()
    const storage = createIdbStorage(connection)
    expect(await storage.outbox.all()).toEqual([item])
    expect(new TextDecoder().decode(await storage.outbox.bytes('r'))).toBe('{"id":"r"}')
    await createIdbMapStorage(connection).packs.save(pack('a'))
    await connection.use((database) => {
      expect(database.version).toBe(MIGRATIONS.length)
      return Promise.resolve()
    })
  })
})
