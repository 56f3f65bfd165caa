import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from '../../../src/server/desk/decide.ts'
import type { StoreTransaction } from '../../../src/server/storage/store.ts'
import { aDecision } from '../../support/decisions.ts'
import {
  aHeritagePoint,
  anAnswer,
  aTrack,
  aTrail,
  AT,
  newId,
  received,
  TERRITORY,
} from '../../support/records.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

const OFFICE = { account: newId(), territory: TERRITORY }

/** The same server, whose transactions note what is read of observations and neighbours. */
function watched({ services }: TestServer) {
  const reads: string[] = []
  const noting = <T extends object>(table: T, name: string): T =>
    new Proxy(table, {
      get: (target, member) => {
        const value: unknown = Reflect.get(target, member)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          reads.push(`${name}.${String(member)}`)
          return (value as (...args: unknown[]) => unknown).apply(target, args)
        }
      },
    })
  const store: typeof services.store = {
    ...services.store,
    transaction: (work) =>
      services.store.transaction((tx: StoreTransaction) =>
        work({
          ...tx,
          observations: noting(tx.observations, 'observations'),
          catalogue: noting(tx.catalogue, 'catalogue'),
        }),
      ),
  }
  return { services: { ...services, store }, reads }
}

describe('what a decision reads while it holds the write lock', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer()
  })
  afterAll(() => server.dispose())

  it('a publication gathers the evidence once, for its gate and for what is frozen', async () => {
    const line = makeTrail('loop', 8, 2000).line.map((position) => [...position])
    const trail = aTrail({ slug: 'publie-une-fois', line })
    const blob = { sha256: 'a'.repeat(64), bytes: 1, count: 2, mediaType: 'application/json' }
    const track = aTrack(blob, { trail: trail.id })
    const covered = [[0, 1_000_000]] as const
    const assessment = { trailVersion: 1, comparison: { covered }, findings: [] }
    await server.services.store.transaction(async (tx) => {
      await tx.catalogue.put(TERRITORY, [trail, anAnswer(track)])
      await tx.observations.add(TERRITORY, [received(track)])
      const row = { observation: track.id, rules: 'test', madeAt: AT }
      await tx.assessments.put(TERRITORY, { ...row, assessment: assessment as never })
    })
    const { services, reads } = watched(server)
    const basedOn = trail.properties.decision
    const answer = await decide(services, OFFICE, aDecision('publish', trail.id, { basedOn }))
    expect(answer).toMatchObject({ outcome: 'applied' })
    expect(reads.filter((one) => one === 'observations.ofTrails')).toHaveLength(1)
    expect(reads.filter((one) => one === 'catalogue.boxesIn')).toHaveLength(1)
    const frozen = await server.services.store.read((tx) =>
      tx.publications.get(TERRITORY, trail.id, 1),
    )
    const file = new TextDecoder().decode(frozen!.bytes)
    expect(JSON.parse(file)).toMatchObject({ features: [{ properties: { tests: 1 } }] })
  })

  it('an answer reads the observation that it answers once', async () => {
    const point = aHeritagePoint({})
    await server.services.store.transaction((tx) =>
      tx.observations.add(TERRITORY, [received(point)]),
    )
    const { services, reads } = watched(server)
    const refused = aDecision('refuse', point.id, { observation: point.id, reason: 'Hors sujet.' })
    const answer = await decide(services, OFFICE, refused)
    expect(answer).toMatchObject({ outcome: 'applied' })
    expect(reads.filter((one) => one.startsWith('observations.'))).toEqual(['observations.getMany'])
  })
})
