import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEvidence } from '../../../src/server/evidence/create-evidence.ts'
import type { EvidenceCache } from '../../../src/server/evidence/evidence-cache.ts'
import {
  aHeritagePoint,
  anAnswer,
  aReport,
  aReportEntity,
  aTrail,
  received,
  TERRITORY,
} from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

/** Gathered now, by caches that know nothing. */
const freshEvidence: EvidenceCache = (tx, territory, trails) =>
  createEvidence().cached(tx, territory, trails)

describe('the evidence cache', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer()
  })
  afterAll(() => server?.dispose())

  it('is never older than what the store says, whatever changes', async () => {
    const { store } = server.services
    const [one, two] = [aTrail({ slug: 'un' }), aTrail({ slug: 'deux' })]
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [one, two]))
    const remembered = createEvidence().cached
    const seen: number[] = []
    const compare = () =>
      store.read(async (tx) => {
        const evidence = await remembered(tx, TERRITORY, [one, two])
        expect(evidence).toEqual(await freshEvidence(tx, TERRITORY, [one, two]))
        // Together or one by one, it is the same.
        for (const trail of [one, two]) {
          const alone = await freshEvidence(tx, TERRITORY, [trail])
          expect(alone.get(trail.id)).toEqual(evidence.get(trail.id))
        }
        const { undecided, blockingReports } = evidence.get(one.id)!
        seen.push(undecided, blockingReports)
      })
    const point = aHeritagePoint({ trail: one.id })
    const report = aReport({ trail: two.id })
    await compare()
    await store.transaction((tx) =>
      tx.observations.add(TERRITORY, [received(point), received(report)]),
    )
    await compare()
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [anAnswer(point)]))
    await compare()
    const blocking = aReportEntity({ trail: one.id, magnitude: 2 })
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [blocking]))
    await compare()
    const solved = {
      ...blocking,
      properties: { ...blocking.properties, status: 'solved' as const },
    }
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [solved]))
    await compare()
    expect(seen).toEqual([0, 0, 1, 0, 0, 0, 0, 1, 0, 0])
  })

  it('is gathered once while nothing changes', async () => {
    const { store } = server.services
    const trail = aTrail({ slug: 'trois' })
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [trail]))
    const remembered = createEvidence().cached
    const ask = () =>
      store.read(async (tx) => (await remembered(tx, TERRITORY, [trail])).get(trail.id))
    const first = await ask()
    expect(await ask()).toBe(first)
    await store.transaction((tx) => tx.catalogue.touch(TERRITORY, 'trail', trail.id))
    expect(await ask()).not.toBe(first)
  })
})
