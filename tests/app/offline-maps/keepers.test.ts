import 'fake-indexeddb/auto'
import { createHash } from 'node:crypto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createCorridorKeeper } from '../../../src/app/offline-maps/corridor-keeper.ts'
import type { MapFetcher, PartAnswer } from '../../../src/app/offline-maps/fetch-maps.ts'
import { keptMapBytes } from '../../../src/app/offline-maps/kept-map.ts'
import { createPackKeeper, type KeeperOptions } from '../../../src/app/offline-maps/pack-keeper.ts'
import { createConnection } from '../../../src/app/storage/connection.ts'
import { createIdbMapStorage } from '../../../src/app/storage/idb-map-storage.ts'
import { partRange, type MapPack } from '../../../src/contract/packs.ts'

const PART = 1_024
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const wholeOf = (seed: number) => Uint8Array.from({ length: 3_000 }, (_, i) => (i * seed) % 253)
function packOf(seed: number): MapPack {
  const whole = wholeOf(seed)
  return {
    ...{ sha256: sha(whole), kind: 'base-map', name: { fr: `Carte ${seed}` }, bytes: 3_000 },
    ...{ partBytes: PART, tileType: 'mvt', bounds: [0, 0, 1, 1], minZoom: 0, maxZoom: 1 },
    attribution: '©',
    parts: [0, 1, 2].map((i) => sha(whole.subarray(i * PART, (i + 1) * PART))),
  }
}
const OLD = packOf(7)
const NEW = packOf(11)

describe('the map of the territory', () => {
  let world: KeeperOptions
  let offered: readonly MapPack[] | null
  let answer: (pack: MapPack, index: number) => PartAnswer
  const right = (pack: MapPack, index: number): PartAnswer => {
    const { start, length } = partRange(pack, index)
    const whole = wholeOf(pack.sha256 === OLD.sha256 ? 7 : 11)
    return { ok: true, bytes: whole.slice(start, start + length).buffer }
  }
  beforeEach(() => {
    globalThis.indexedDB = new IDBFactory()
    offered = [OLD]
    answer = right
    const fetcher: MapFetcher = {
      packs: () => Promise.resolve(offered),
      part: (pack, index) => Promise.resolve(answer(pack, index)),
      tile: () => Promise.resolve({ kind: 'none' }),
    }
    world = {
      ...{ storage: createIdbMapStorage(createConnection()), fetcher },
      sha256Of: (bytes) => Promise.resolve(sha(new Uint8Array(bytes))),
      freeBytes: () => Promise.resolve(null),
      persist: () => Promise.resolve(true),
      sleep: () => Promise.resolve(),
      nowMs: () => 1,
    }
  })
  /** As after a kill: the same disk, nothing else. */
  const reopened = async () => {
    const keeper = createPackKeeper(world)
    await keeper.look('t')
    return keeper
  }

  it('is offered, taken, kept, and deleted', async () => {
    const keeper = await reopened()
    expect(keeper.view.value).toMatchObject({ state: 'offered', pack: OLD, trouble: null })
    expect(keeper.basemap.value).toBeNull()
    await keeper.download()
    expect(keeper.view.value).toMatchObject({ state: 'kept', doneBytes: 3_000 })
    expect(keeper.basemap.value?.key).toBe(OLD.sha256)
    await keeper.remove()
    expect(keeper.view.value?.state).toBe('offered')
    expect(keeper.basemap.value).toBeNull()
    expect(await world.storage.packs.partIndexes(OLD.sha256)).toEqual([])
  })

  it('[P21] goes on by itself after a kill, but not after a pause', async () => {
    answer = (pack, index) => (index === 2 ? { ok: false, why: 'no-network' } : right(pack, index))
    const first = await reopened()
    await first.download()
    expect(first.view.value).toMatchObject({
      state: 'paused',
      trouble: 'no-network',
      doneBytes: 2_048,
    })
    await first.pause()
    const second = await reopened()
    expect(second.view.value).toMatchObject({ state: 'paused', doneBytes: 2_048 })
    answer = right
    await second.download()
    expect(second.view.value?.state).toBe('kept')

    await second.remove()
    answer = () => ({ ok: false, why: 'no-network' })
    await (await reopened()).download()
    answer = right
    const third = await reopened()
    await vi.waitFor(() => expect(third.view.value?.state).toBe('kept'))
  })

  it('shows what is kept with no server, and says nothing of what it cannot know', async () => {
    await (await reopened()).download()
    offered = null
    const keeper = await reopened()
    expect(keeper.view.value).toMatchObject({ state: 'kept', olderKept: false })
    expect(keeper.basemap.value?.key).toBe(OLD.sha256)
  })

  it('a newer map takes the place of the old one only when it is complete', async () => {
    await (await reopened()).download()
    offered = [NEW]
    answer = (pack, index) =>
      pack.sha256 === NEW.sha256 && index === 1
        ? { ok: false, why: 'no-network' }
        : right(pack, index)
    const keeper = await reopened()
    expect(keeper.view.value).toMatchObject({ state: 'offered', pack: NEW, olderKept: true })
    await keeper.download()
    expect(keeper.basemap.value?.key).toBe(OLD.sha256)
    answer = right
    await keeper.download()
    expect(keeper.basemap.value?.key).toBe(NEW.sha256)
    expect((await world.storage.packs.all()).map(({ sha256 }) => sha256)).toEqual([NEW.sha256])
    expect(await world.storage.packs.partIndexes(OLD.sha256)).toEqual([])
  })

  it('a map that was replaced on the way gives way to the new one', async () => {
    const keeper = await reopened()
    answer = () => {
      offered = [NEW]
      return { ok: false, why: 'gone' }
    }
    await keeper.download()
    expect(keeper.view.value).toMatchObject({ state: 'offered', pack: NEW, trouble: 'gone' })
  })

  it('a part that the browser took away is said, and only that part fetched again', async () => {
    await (await reopened()).download()
    await createConnection().use((db) => db.delete('pack-parts', [OLD.sha256, 1]))
    const keeper = await reopened()
    expect(keeper.view.value).toMatchObject({ state: 'paused', trouble: 'damaged' })
    expect(keeper.basemap.value).toBeNull()
    const asked: number[] = []
    answer = (pack, index) => {
      asked.push(index)
      return right(pack, index)
    }
    await keeper.download()
    expect(asked).toEqual([1])
    expect(keeper.view.value).toMatchObject({ state: 'kept', trouble: null })
  })

  it('a strip is offered only where the service may be kept', async () => {
    const keeper = createCorridorKeeper(world)
    const service = {
      ...{ id: 'plan', name: { fr: 'Plan' }, tiles: 'https://exemple.org/{z}/{x}/{y}' },
      ...{ attribution: '©', maxZoom: 18 },
    }
    const keep = { maxZoom: 14, tileBytes: 100, licence: 'libre' }
    await keeper.look([service, { ...service, id: 'autre', keep }])
    const line = [
      [-0.6, 43.7],
      [-0.61, 43.71],
    ]
    const [offer, ...others] = keeper.offers(line)
    expect(others).toEqual([])
    expect(offer).toMatchObject({ maxZoom: 14, licence: 'libre' })
    expect(offer!.bytes).toBe(offer!.places.length * 100)
    await keeper.keep({ id: 'trail', name: 'Essai', territory: 't' }, offer!)
    expect(keeper.views.value).toMatchObject([
      { running: false, trouble: null, row: { state: 'complete', trail: 'trail' } },
    ])
    const pack = await reopened()
    const kept = () => keptMapBytes({ pack, corridors: keeper }, 'trail')
    // This service has no pictures there.
    expect(kept()).toBeNull()
    await keeper.remove('trail|autre')
    expect(keeper.views.value).toEqual([])
    await pack.download()
    expect(kept()).toBe(3_000)
  })

  it('a strip whose download breaks off with a fault keeps no other strip waiting', async () => {
    let broken = true
    const fetcher = {
      ...world.fetcher,
      tile: () =>
        broken ? Promise.reject(new Error('a fault')) : Promise.resolve({ kind: 'none' }),
    } as MapFetcher
    const keeper = createCorridorKeeper({ ...world, fetcher })
    const service = {
      ...{ id: 'plan', name: { fr: 'Plan' }, tiles: 'https://exemple.org/{z}/{x}/{y}' },
      ...{ attribution: '©', maxZoom: 18 },
      keep: { maxZoom: 14, tileBytes: 100, licence: 'libre' },
    }
    await keeper.look([service])
    const offer = keeper.offers([
      [-0.6, 43.7],
      [-0.61, 43.71],
    ])[0]!
    const keep = (id: string) => keeper.keep({ id, name: id, territory: 't' }, offer)
    await expect(keep('one')).rejects.toThrow('a fault')
    broken = false
    await keep('two')
    expect(keeper.views.value.find(({ row }) => row.trail === 'two')?.row.state).toBe('complete')
  })
})
