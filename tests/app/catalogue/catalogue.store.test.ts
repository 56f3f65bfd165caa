import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { expect, it, vi } from 'vitest'
import { CATALOGUE, useCatalogue } from '../../../src/app/catalogue/catalogue.store.ts'
import type { CatalogueRow } from '../../../src/app/storage/rows.ts'
import type { TrailEntity } from '../../../src/domain/catalogue/entity.ts'
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
  app.provide(CATALOGUE, {
    storage: { catalogue: { ofKind } } as never,
    whereAmI: () => Promise.resolve(null),
  })
  return { store: app.runWithContext(() => useCatalogue()), rows }
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
