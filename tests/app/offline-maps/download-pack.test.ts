import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { downloadPack, RESERVED_BYTES } from '../../../src/app/offline-maps/download-pack.ts'
import type { PartAnswer } from '../../../src/app/offline-maps/fetch-maps.ts'
import { packSource } from '../../../src/app/offline-maps/pack-source.ts'
import { createConnection } from '../../../src/app/storage/connection.ts'
import { createIdbMapStorage } from '../../../src/app/storage/idb-map-storage.ts'
import { createIdbStorage } from '../../../src/app/storage/idb-storage.ts'
import type { MapStorage } from '../../../src/app/storage/map-storage.ts'
import type { PackRow } from '../../../src/app/storage/pack-rows.ts'
import { partRange, type MapPack } from '../../../src/contract/packs.ts'

const WHOLE = Uint8Array.from({ length: 10_500 }, (_, i) => (i * 7) % 251)
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const sha256Of = (bytes: ArrayBuffer) => Promise.resolve(sha(new Uint8Array(bytes)))
const PART = 2_048
const PACK: MapPack = {
  ...{ sha256: sha(WHOLE), kind: 'base-map', name: { fr: 'Essai' }, bytes: WHOLE.length },
  ...{ partBytes: PART, tileType: 'mvt', bounds: [0, 0, 1, 1], minZoom: 0, maxZoom: 1 },
  attribution: '©',
  parts: Array.from({ length: 6 }, (_, i) => sha(WHOLE.subarray(i * PART, (i + 1) * PART))),
}
const ROW: PackRow = {
  ...{ sha256: PACK.sha256, territory: 't', pack: PACK, state: 'wanted', askedAtMs: 1 },
}
const right = (index: number): PartAnswer => {
  const { start, length } = partRange(PACK, index)
  return { ok: true, bytes: WHOLE.slice(start, start + length).buffer }
}

describe('a map pack on its way to the phone', () => {
  let storage: MapStorage
  let asked: number[]
  const run = (
    answer: (index: number) => PartAnswer = right,
    more: { storage?: MapStorage; free?: number; signal?: AbortSignal } = {},
  ) =>
    downloadPack(
      {
        storage: more.storage ?? storage,
        sha256Of,
        freeBytes: () => Promise.resolve(more.free ?? 1e9),
        fetcher: {
          part: (_pack, index) => {
            asked.push(index)
            return Promise.resolve(answer(index))
          },
        },
      },
      ROW,
      more.signal ?? new AbortController().signal,
      () => undefined,
    )
  const kept = () => storage.packs.partIndexes(PACK.sha256)

  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    storage = createIdbMapStorage(createConnection())
    asked = []
  })

  it('arrives whole, and reads as the file it was, across the edges of parts', async () => {
    expect(await run()).toBe('complete')
    const row = await storage.packs.get(PACK.sha256)
    expect(row?.state).toBe('complete')
    const source = packSource(storage, row!, () => expect.unreachable())
    for (const [offset, length] of [
      [0, 127],
      [2_000, 100],
      [1, 10_000],
      [10_400, 900],
    ] as const) {
      const read = new Uint8Array(await source.read(offset, length))
      expect([...read]).toEqual([...WHOLE.subarray(offset, offset + length)])
    }
  })

  it('[P21] goes on where it was stopped: what is there is not fetched again', async () => {
    const stop = new AbortController()
    const half = await run(
      (index) => (index === 3 ? { ok: false, why: 'no-network' } : right(index)),
      {
        signal: stop.signal,
      },
    )
    expect([half, await kept()]).toEqual(['no-network', [0, 1, 2]])
    asked = []
    expect(await run()).toBe('complete')
    expect(asked).toEqual([3, 4, 5])
  })

  it('a wrong part is fetched again, and never written', async () => {
    let bad = 2
    const spoilt = (index: number): PartAnswer => {
      if (index !== 1 || bad-- <= 0) return right(index)
      return { ok: true, bytes: new Uint8Array(PART).buffer }
    }
    expect(await run(spoilt)).toBe('complete')
    expect(asked.filter((index) => index === 1)).toHaveLength(3)
    await storage.packs.remove(PACK.sha256)
    const always = await run((index) =>
      index === 1 ? { ok: true, bytes: new Uint8Array(PART).buffer } : right(index),
    )
    expect([always, await kept()]).toEqual(['damaged', [0]])
  })

  it('[P13] a phone without the room is told before a byte is fetched', async () => {
    expect(await run(right, { free: RESERVED_BYTES + PACK.bytes - 1 })).toBe('no-room')
    expect(asked).toEqual([])
    expect(await run(right, { free: RESERVED_BYTES + PACK.bytes })).toBe('complete')
  })

  it('[P13] `mergin-2382` a disk that fills up on the way is told, and nothing else is lost', async () => {
    const connection = createConnection()
    const fix = { walk: 'w', seq: 0, lon: 0, lat: 0, atMs: 0, monotonicMs: 0, visible: true }
    const phone = createIdbStorage(connection)
    await phone.fixes.append(fix)
    let room = 2
    const full: MapStorage = {
      ...storage,
      packs: {
        ...storage.packs,
        putPart: (part) =>
          room-- > 0
            ? storage.packs.putPart(part)
            : Promise.reject(new DOMException('full', 'QuotaExceededError')),
      },
    }
    expect(await run(right, { storage: full })).toBe('no-room')
    expect(await kept()).toEqual([0, 1])
    expect(await phone.fixes.count('w')).toBe(1)
  })

  it('writes nothing more once it is paused, even what had just arrived', async () => {
    const stop = new AbortController()
    const outcome = await run(
      (index) => {
        if (index === 2) stop.abort()
        return right(index)
      },
      { signal: stop.signal },
    )
    expect([outcome, await kept()]).toEqual(['stopped', [0, 1]])
  })

  it('says when a part that was there is there no more', async () => {
    await run()
    let told = 0
    const source = packSource(storage, { ...ROW, state: 'complete' }, () => (told += 1))
    const connection = createConnection()
    await connection.use((db) => db.delete('pack-parts', [PACK.sha256, 2]))
    await expect(source.read(PART * 2, 10)).rejects.toThrow('missing')
    expect(told).toBe(1)
    expect((await source.read(0, 10)).byteLength).toBe(10)
  })
})
