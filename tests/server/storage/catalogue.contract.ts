import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Box, Store } from '../../../src/server/storage/store.ts'
import {
  aHeritageEntity,
  aHeritagePoint,
  anAnswer,
  aReportEntity,
  aTrail,
  AT,
  newId,
  received,
  TERRITORY,
} from '../../support/records.ts'
import type { StoreUnderTest } from './store.contract.ts'

/** What every engine must do with the catalogue: found by id, slug, trail and box, and told when it changed. */
export function catalogueContract(make: () => Promise<StoreUnderTest>): void {
  let store: Store

  beforeEach(async () => {
    store = await (await make()).open()
  })
  afterEach(() => store.close())

  const add = (...records: ReturnType<typeof received>[]) =>
    store.transaction((tx) => tx.observations.add(TERRITORY, records))

  it('gives a slug to the trail that stands, then to a deleted one before one that never was', async () => {
    const tombstone = (trail: ReturnType<typeof aTrail>, undone: boolean) => {
      const deleted = { at: AT, reason: 'Fin', ...(undone ? { undone } : {}) }
      return { ...trail, properties: { ...trail.properties, deleted } }
    }
    const [neverWas, gone, standing] = [aTrail(), aTrail(), aTrail()]
    const holder = () =>
      store.read(async (tx) => (await tx.catalogue.trailBySlug(TERRITORY, 'boucle-d-essai'))?.id)
    const put = (trail: ReturnType<typeof aTrail>) =>
      store.transaction((tx) => tx.catalogue.put(TERRITORY, [trail]))
    await put(tombstone(neverWas, true))
    expect(await holder()).toBe(neverWas.id)
    await put(tombstone(gone, false))
    expect(await holder()).toBe(gone.id)
    await put(standing)
    expect(await holder()).toBe(standing.id)
  })

  it('finds entities by id, slug, kind, trail and box', async () => {
    const trail = aTrail()
    const near = aHeritageEntity({ trails: [trail.id] })
    const far = aHeritageEntity({}, [2.35, 48.85])
    const report = aReportEntity({ trail: trail.id })
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [trail, near, far, report]))
    await store.read(async ({ catalogue }) => {
      expect(await catalogue.get(TERRITORY, 'trail', trail.id)).toEqual(trail)
      expect(await catalogue.get(TERRITORY, 'heritage-point', trail.id)).toBeUndefined()
      expect(await catalogue.find(TERRITORY, near.id)).toEqual(near)
      expect(await catalogue.trailBySlug(TERRITORY, 'boucle-d-essai')).toEqual(trail)
      expect(await catalogue.list(TERRITORY, 'heritage-point')).toEqual([near, far])
      expect(await catalogue.byTrail(TERRITORY, trail.id, 'heritage-point')).toEqual([near])
      expect(await catalogue.byTrail(TERRITORY, trail.id, 'trail-report')).toEqual([report])
      const box = [-0.695, 43.62, -0.675, 43.635] as const
      const found = await catalogue.byBox(TERRITORY, box)
      expect(found.map((one) => one.id).sort()).toEqual([trail.id, near.id].sort())
      expect(await catalogue.byBox(TERRITORY, box, ['heritage-point'])).toEqual([near])
      expect(await catalogue.byBox('ailleurs', box)).toEqual([])
      const lying = await catalogue.boxesIn(TERRITORY, box, 'heritage-point')
      const [lon, lat] = near.geometry.coordinates
      expect(lying).toEqual([{ id: near.id, box: [lon, lat, lon, lat] }])
      expect(await catalogue.boxesIn(TERRITORY, box, 'trail-report')).toEqual([])
    })
  })

  it('a moved entity is found where it is now, and no more where it was', async () => {
    const point = aHeritageEntity()
    const moved = { ...point, geometry: { type: 'Point' as const, coordinates: [2, 48] } }
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [point]))
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [moved]))
    await store.read(async ({ catalogue }) => {
      expect(await catalogue.byBox(TERRITORY, [-1, 43, 0, 44])).toEqual([])
      expect(await catalogue.byBox(TERRITORY, [1, 47, 3, 49])).toEqual([moved])
      const lies = (box: Box) => catalogue.boxesIn(TERRITORY, box, moved.properties.kind)
      expect((await lies([1, 47, 3, 49])).map(({ id }) => id)).toEqual([moved.id])
      expect(await lies([-1, 43, 0, 44])).toEqual([])
    })
  })

  it('boxes agree with a plain look at every point', async () => {
    const points = Array.from({ length: 200 }, (_, i) =>
      aHeritageEntity({}, [-1 + ((i * 37) % 200) / 200, 43 + ((i * 91) % 200) / 200]),
    )
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, points))
    for (const [west, south, side] of [
      [-0.5, 43.5, 0.1],
      [-0.95, 43.02, 0.005],
      [-0.815, 43.155, 0],
    ] as const) {
      const box = [west, south, west + side, south + side] as const
      const plain = points.filter(({ geometry: { coordinates } }) => {
        const [lon, lat] = coordinates as [number, number]
        return lon >= box[0] && lon <= box[2] && lat >= box[1] && lat <= box[3]
      })
      const found = await store.read((tx) => tx.catalogue.byBox(TERRITORY, box))
      expect(found.map((one) => one.id).sort()).toEqual(plain.map((one) => one.id).sort())
    }
  })

  it('tells what changed, newest state, each thing once, and nobody else’s answers', async () => {
    const trail = aTrail()
    const mine = received(aHeritagePoint(), { account: newId() })
    const theirs = received(aHeritagePoint(), { account: newId() })
    await add(mine, theirs)
    await store.transaction(async ({ catalogue }) => {
      await catalogue.put(TERRITORY, [trail])
      await catalogue.put(TERRITORY, [anAnswer(mine.observation), anAnswer(theirs.observation)])
      await catalogue.put(TERRITORY, [
        { ...trail, properties: { ...trail.properties, version: 2 } },
      ])
    })
    await store.read(async ({ catalogue, feed }) => {
      const all = await catalogue.changes(TERRITORY, { after: 0, limit: 10 })
      expect(all.map((row) => row.seq)).toEqual([4, 5, 6])
      expect(all[2]!.entity.properties).toMatchObject({ version: 2 })
      const own = await catalogue.changes(TERRITORY, {
        after: 0,
        limit: 10,
        reader: mine.account,
      })
      expect(own.map((row) => row.entity.id)).toEqual([mine.observation.id, trail.id])
      expect(await catalogue.changes(TERRITORY, { after: 6, limit: 10 })).toEqual([])
      expect(await catalogue.changes(TERRITORY, { after: 4, limit: 1 })).toHaveLength(1)
      expect(await feed.head(TERRITORY)).toBe(6)
    })
    const touched = await store.transaction((tx) =>
      tx.catalogue.touch(TERRITORY, 'trail', trail.id),
    )
    const after = await store.read((tx) => tx.catalogue.changes(TERRITORY, { after: 6, limit: 9 }))
    expect(after.map((row) => [row.seq, row.entity.id])).toEqual([[touched, trail.id]])
  })

  it('a cleared projection leaves the logs, and can be put again', async () => {
    const point = received(aHeritagePoint())
    const entity = aHeritageEntity()
    await add(point)
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [entity, aTrail()]))
    await store.transaction((tx) => tx.catalogue.clear(TERRITORY))
    await store.read(async (tx) => {
      expect(await tx.catalogue.list(TERRITORY, 'heritage-point')).toEqual([])
      expect(await tx.catalogue.byBox(TERRITORY, [-180, -90, 180, 90])).toEqual([])
      expect(await tx.observations.query(TERRITORY, {})).toHaveLength(1)
    })
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [entity]))
    const again = await store.read((tx) => tx.catalogue.byBox(TERRITORY, [-1, 43, 0, 44]))
    expect(again).toEqual([entity])
  })
}
