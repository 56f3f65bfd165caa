import 'fake-indexeddb/auto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadCorridor } from '../../../src/app/offline-maps/download-corridor.ts'
import { RESERVED_BYTES } from '../../../src/app/offline-maps/download-pack.ts'
import { createMapFetcher } from '../../../src/app/offline-maps/fetch-maps.ts'
import { createConnection } from '../../../src/app/storage/connection.ts'
import { createIdbMapStorage } from '../../../src/app/storage/idb-map-storage.ts'
import type { MapStorage } from '../../../src/app/storage/map-storage.ts'
import type { CorridorRow } from '../../../src/app/storage/pack-rows.ts'
import type { TilePlace } from '../../../src/domain/geo/corridor-tiles.ts'

const PNG = Buffer.from('89504e470d0a1a0a00000000', 'hex')
const PLACES = Array.from({ length: 30 }, (_, i): TilePlace => [14, 8_000 + i, 6_000])
const ROW: CorridorRow = {
  ...{ id: 'trail|plan', territory: 't', trail: 'trail', trailName: 'Essai', service: 'plan' },
  ...{ places: PLACES, state: 'wanted', askedAtMs: 1 },
}
interface Said {
  readonly status: number
  readonly body?: Buffer | string
  readonly headers?: Record<string, string>
}
const picture: Said = { status: 200, body: PNG, headers: { 'Content-Type': 'image/png' } }

describe('a strip of somebody’s map along a trail', () => {
  let storage: MapStorage
  let service: Server
  let answer: (path: string) => Said
  let asked: string[]
  let most: number
  let waited: number[]
  beforeEach(async () => {
    globalThis.indexedDB = new IDBFactory()
    storage = createIdbMapStorage(createConnection())
    ;[asked, waited, most] = [[], [], 0]
    answer = () => picture
    let now = 0
    service = createServer((request, response) => {
      now += 1
      most = Math.max(most, now)
      asked.push(request.url!)
      setTimeout(() => {
        now -= 1
        const { status, body, headers = {} } = answer(request.url!)
        response.writeHead(status, headers).end(body)
      }, 2)
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => new Promise((resolve) => service.close(resolve)))

  const run = (more: { free?: number; signal?: AbortSignal; to?: MapStorage } = {}) =>
    downloadCorridor(
      {
        storage: more.to ?? storage,
        fetcher: createMapFetcher((address, init) => fetch(address, init)),
        freeBytes: () => Promise.resolve(more.free ?? 1e9),
        sleep: (ms) => Promise.resolve(void waited.push(ms)),
      },
      ROW,
      {
        id: 'plan',
        tiles: `http://127.0.0.1:${(service.address() as AddressInfo).port}/{z}/{x}/{y}.png`,
        tileBytes: 1_000,
      },
      more.signal ?? new AbortController().signal,
      () => undefined,
    )
  const left = async () => (await storage.corridors.missing('plan', PLACES)).length

  it('takes each tile once, two at a time, and knows what they weigh', async () => {
    expect(await run()).toBe('complete')
    expect(asked.toSorted()).toEqual(PLACES.map((place) => `/${place.join('/')}.png`).toSorted())
    expect(most).toBe(2)
    expect(await storage.corridors.all()).toMatchObject([
      { state: 'complete', bytes: PNG.length * PLACES.length },
    ])
    asked = []
    expect(await run()).toBe('complete')
    expect(asked).toEqual([])
  })

  it('[P21] goes on where it was stopped', async () => {
    const stop = new AbortController()
    answer = () => {
      if (asked.length >= 11) stop.abort()
      return picture
    }
    expect(await run({ signal: stop.signal })).toBe('stopped')
    const missing = await left()
    expect(missing).toBeGreaterThan(15)
    asked = []
    expect(await run()).toBe('complete')
    expect(asked).toHaveLength(missing)
  })

  it('waits as long as it is asked to, then stops asking', async () => {
    let busy = 2
    answer = () => (busy-- > 0 ? { status: 429, headers: { 'Retry-After': '12' } } : picture)
    expect(await run()).toBe('complete')
    expect(waited).toEqual([12_000, 12_000])
    await storage.corridors.save(ROW)
    await storage.corridors.remove(ROW.id)
    ;[asked, waited] = [[], []]
    answer = () => ({ status: 503 })
    expect(await run()).toBe('busy')
    expect(waited.every((ms) => ms === 5_000)).toBe(true)
    expect(asked.length).toBeLessThanOrEqual(8)
  })

  it('a place without a tile is no trouble; a refusal is, at once', async () => {
    answer = (path) => (path.includes('/8003/') ? { status: 404 } : picture)
    expect(await run()).toBe('complete')
    expect((await storage.corridors.tile('plan', PLACES[3]!))?.bytes.byteLength).toBe(0)
    await storage.corridors.remove(ROW.id)
    asked = []
    answer = () => ({ status: 403 })
    expect(await run()).toBe('refused')
    expect(asked.length).toBeLessThanOrEqual(2)
  })

  it('[P08] a portal’s page is no tile', async () => {
    answer = () => ({ status: 200, body: '<html>Wi-Fi', headers: { 'Content-Type': 'image/png' } })
    expect(await run()).toBe('no-network')
    expect(await left()).toBe(PLACES.length)
  })

  it('[P13] asks for nothing without the room, and stops when the disk is full', async () => {
    expect(await run({ free: RESERVED_BYTES + 29_999 })).toBe('no-room')
    expect(asked).toEqual([])
    let room = 5
    const to: MapStorage = {
      ...storage,
      corridors: {
        ...storage.corridors,
        putTile: (tile) =>
          room-- > 0
            ? storage.corridors.putTile(tile)
            : Promise.reject(new DOMException('full', 'QuotaExceededError')),
      },
    }
    expect(await run({ to })).toBe('no-room')
    expect(await left()).toBe(25)
  })
})
