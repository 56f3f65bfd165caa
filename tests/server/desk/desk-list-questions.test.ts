import pg from 'pg'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { readDeskTrails } from '../../../src/server/desk/desk-trail.ts'
import { createEvidence } from '../../../src/server/evidence/create-evidence.ts'
import type { EvidenceCache } from '../../../src/server/evidence/evidence-cache.ts'
import { trailStatuses } from '../../../src/server/review/trail-statuses.ts'
import type { StoreTransaction } from '../../../src/server/storage/store.ts'
import { freshDatabase } from '../../support/shared-postgres.ts'
import {
  aHeritageEntity,
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

const NOW_MS = Date.UTC(2026, 10, 23)

/** Each question waits for another machine: what the office waits for must not grow with its trails. */
describe('the first list of the desk on PostgreSQL', () => {
  const servers: TestServer[] = []
  afterAll(async () => {
    for (const server of servers) await server.dispose()
  })

  /** An office with trails side by side, each with all that a list looks at. */
  const officeOf = async (count: number) => {
    const server = await testServer({ databaseUrl: await freshDatabase() })
    servers.push(server)
    await server.services.store.transaction(async (tx) => {
      for (let i = 0; i < count; i++) {
        const east = -0.8 + (i % 20) * 0.0004
        const line = [0, 1, 2, 3].map((k) => [east + k * 0.001, 43.6 + i * 0.0001 + k * 0.001])
        const trail = aTrail({ slug: `sentier-${i}`, line })
        const [seen, told] = [aHeritagePoint({ trail: trail.id }), aReport({ trail: trail.id })]
        await tx.catalogue.put(TERRITORY, [trail])
        await tx.observations.add(TERRITORY, [received(seen), received(told)])
        const blocking = aReportEntity({ trail: trail.id, magnitude: 2 })
        const place = aHeritageEntity({ trails: [trail.id] })
        await tx.catalogue.put(TERRITORY, [anAnswer(seen), blocking, place])
      }
    })
    return server
  }
  const questions = async (
    server: TestServer,
    work: (tx: StoreTransaction) => Promise<unknown>,
  ): Promise<number> => {
    const asked = vi.spyOn(pg.Client.prototype, 'query')
    try {
      await server.services.store.read(work)
      return asked.mock.calls.length
    } finally {
      asked.mockRestore()
    }
  }
  const trailsOf = (tx: StoreTransaction) => tx.catalogue.list(TERRITORY, 'trail')

  it('asks as much for sixty trails as for three, and says the same as one by one', async () => {
    const [few, many] = [await officeOf(3), await officeOf(60)]
    const list = (tx: StoreTransaction) =>
      readDeskTrails(tx, TERRITORY, NOW_MS, createEvidence().cached)
    const statuses = async (tx: StoreTransaction) =>
      trailStatuses(tx, TERRITORY, await trailsOf(tx), NOW_MS, createEvidence().cached)
    for (const work of [list, statuses]) {
      const asked = await questions(few, work)
      expect(asked).toBeLessThanOrEqual(14)
      expect(await questions(many, work)).toBe(asked)
    }
    const { rows } = await many.services.store.read(list)
    expect(rows).toHaveLength(60)
    expect(rows.every(({ undecided }) => undecided === 1)).toBe(true)
    await many.services.store.read(async (tx) => {
      const trails = await trailsOf(tx)
      const together = await freshEvidence(tx, TERRITORY, trails)
      for (const trail of trails) {
        const alone = (await freshEvidence(tx, TERRITORY, [trail])).get(trail.id)
        expect(together.get(trail.id)).toEqual(alone)
      }
      expect([...together.values()].some(({ lineFindings }) => lineFindings.length > 0)).toBe(true)
    })
  })

  it('asks once more for nothing when nothing changed, and as little for one change', async () => {
    const server = await officeOf(40)
    const remembered = createEvidence().cached
    const list = (tx: StoreTransaction) => readDeskTrails(tx, TERRITORY, NOW_MS, remembered)
    const first = await questions(server, list)
    const idle = await questions(server, list)
    expect(idle).toBeLessThan(first)
    await server.services.store.transaction(async (tx) => {
      const [trail] = await trailsOf(tx)
      await tx.catalogue.put(TERRITORY, [aReportEntity({ trail: trail!.id, magnitude: 2 })])
    })
    expect(await questions(server, list)).toBeLessThanOrEqual(first + 6)
  })
})
