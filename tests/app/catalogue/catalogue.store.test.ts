import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { expect, it, vi } from 'vitest'
import { useCatalogue } from '../../../src/app/catalogue/catalogue.store.ts'
import type { CatalogueRow } from '../../../src/app/storage/rows.ts'
import type { TrailEntity } from '../../../src/domain/catalogue/entity.ts'
import { provideServices } from '../../support/provide-services.ts'
import { aTrail } from '../../support/records.ts'

/** A hill of 50 m, there and back. */
const HILL = Array.from({ length: 41 }, (_, i) => [
  -0.6 + i / 2_000,
  43.7,
  80 + 50 * Math.sin((Math.PI * i) / 40),
])

function catalogueOf(trails: readonly TrailEntity[]) {
  const rows = trails.map(
    (feature) => ({ kind: 'trail', id: feature.id, feature }) as unknown as CatalogueRow,
  )
  const ofKind = (kind: string) => Promise.resolve(kind === 'trail' ? rows : [])
  const app = createApp({}).use(createPinia())
  let stored: () => void = () => undefined
  const here = { lon: -0.6, lat: 43.7, atMs: 0 }
  provideServices(app, {
    storage: { catalogue: { ofKind } } as never,
    device: { geolocation: { once: () => Promise.resolve(here) } } as never,
    onStored: (listener) => {
      stored = listener
      return () => undefined
    },
  })
  return { store: app.runWithContext(() => useCatalogue()), rows, stored: () => stored() }
}

it('the list is there at once, its climbs and times a moment later', async () => {
  const { store } = catalogueOf([aTrail({ line: HILL }), aTrail()])
  await store.load()
  expect(store.rows).toHaveLength(2)
  await vi.waitFor(() => expect(store.rows.every(({ figures }) => figures)).toBe(true))
  const hill = store.rows.find(({ trail }) => trail.entity.geometry.coordinates.length === 41)!
  expect(hill.figures).toMatchObject({ walkingMethod: 'swiss' })
  expect(hill.figures!.ascentM).toBeGreaterThan(40)
  expect(hill.figures!.walkingS % 300).toBe(0)
  expect(store.figuresOf(hill.trail)).toBe(hill.figures)
})

it('a trail whose line was decided anew has new figures, the others keep theirs', async () => {
  const [one, two] = [aTrail({ line: HILL }), aTrail({ line: HILL })]
  const { store, rows } = catalogueOf([one, two])
  await store.load()
  await vi.waitFor(() => expect(store.rows.every(({ figures }) => figures)).toBe(true))
  const of = (trail: TrailEntity) => store.rows.find(({ id }) => id === trail.id)!.figures
  const [before, other] = [of(one), of(two)]
  const moved = {
    ...one,
    geometry: { type: 'LineString', coordinates: HILL.slice(0, 21) },
    properties: { ...one.properties, decision: 'another' },
  }
  rows[0] = { ...rows[0]!, feature: moved }
  await store.load()
  await vi.waitFor(() => expect(of(one)).toBeDefined())
  expect(of(one)!.lengthM).toBeLessThan(before!.lengthM)
  expect(of(two)).toBe(other)
})

it('is read again after each change on disk, once it was read at all', async () => {
  const { store, rows, stored } = catalogueOf([aTrail()])
  stored()
  expect(store.loaded).toBe(false)
  await store.load()
  const feature = aTrail()
  rows.push({ kind: 'trail', id: feature.id, feature } as unknown as CatalogueRow)
  stored()
  await vi.waitFor(() => expect(store.rows).toHaveLength(2))
})

it('puts the nearest first once the walker has said where they are', async () => {
  const far = aTrail({ line: HILL.map(([lon, lat, ele]) => [lon! + 1, lat!, ele!]) })
  const { store } = catalogueOf([far, aTrail({ line: HILL })])
  await store.load()
  expect(await store.locate()).toBe(true)
  expect(store.rows.map(({ awayM }) => Math.round(awayM!))).toEqual([0, expect.any(Number)])
  expect(store.rows[1]!.id).toBe(far.id)
})
