import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDemo, wantsDemo } from '../../../src/server/demo/load-demo.ts'
import { readDeskTrails, readDeskTrail } from '../../../src/server/desk/desk-trail.ts'
import { freshDatabase } from '../../support/shared-postgres.ts'
import { stagedServer, type StagedServer } from '../../support/staged-server.ts'

const DEMO = 'landes-chalosse'
const DAY_MS = 86_400_000
/** Two different days: the story is true on both, on either engine. */
const LOADS = [
  { engine: 'sqlite', nowMs: Date.UTC(2026, 10, 23, 12) },
  { engine: 'postgres', nowMs: Date.UTC(2031, 1, 28, 4, 30) },
] as const

describe.each(LOADS)('the demonstration on $engine, at $nowMs', ({ engine, nowMs }) => {
  let server: StagedServer
  beforeAll(async () => {
    const databaseUrl = engine === 'postgres' ? await freshDatabase() : undefined
    server = await stagedServer({ territories: [], ...(databaseUrl ? { databaseUrl } : {}) })
    server.setNow(nowMs)
    expect(await loadDemo(server.services)).toBe(true)
  })
  afterAll(async () => {
    await server?.dispose()
  })

  const rows = async () => {
    const answer = await server.services.store.read((tx) =>
      readDeskTrails(tx, DEMO, nowMs, server.services.evidence.cached),
    )
    return new Map(answer.rows.map((row) => [row.slug, row]))
  }
  const trail = async (slug: string) => {
    const id = (await rows()).get(slug)!.id
    return server.services.store.read((tx) =>
      readDeskTrail(tx, DEMO, id, nowMs, server.services.evidence),
    )
  }

  it('shows trails in every state, each for its reason', async () => {
    const statuses = [...(await rows())].map(([slug, { status }]) => [slug, status.id])
    expect(Object.fromEntries(statuses)).toEqual({
      'boucle-des-lavoirs': 'published',
      'sur-les-pas-de-la-dame': 'published',
      'de-saint-sever-a-hagetmau': 'published',
      'tour-de-la-bastide': 'to-retest',
      'crypte-et-bois-de-monsegur': 'closed',
      'allee-du-luy': 'ready',
      'belvedere-de-l-adour': 'in-test',
      'chemin-des-camelias': 'in-test',
      'lacets-de-mus': 'to-fix',
      'tour-des-ecarteurs': 'to-test',
      'barthes-de-poyanne': 'draft',
    })
  })

  it('has walks of every kind: whole, reversed, half, astray, in two halves', async () => {
    const lavoirs = await trail('boucle-des-lavoirs')
    const directions = lavoirs.observations.flatMap(({ assessment }) =>
      assessment?.comparison ? [assessment.comparison.direction] : [],
    )
    expect(new Set(directions)).toEqual(new Set([1, -1]))
    const camelias = await trail('chemin-des-camelias')
    const strays = camelias.observations.flatMap(
      ({ assessment }) => assessment?.comparison?.detours ?? [],
    )
    expect(strays.length).toBeGreaterThan(0)
    const half = await trail('belvedere-de-l-adour')
    expect(half.status.id === 'in-test' && half.status.because.share).toBeCloseTo(0.53, 1)
    const holes = half.observations.flatMap(({ observation }) =>
      observation.properties.kind === 'track' ? observation.properties.gaps : [],
    )
    expect(holes.map(({ reason }) => reason)).toEqual(['signal-lost'])
  })

  it('leaves something to decide, old and new, near what is known', async () => {
    const { observations } = await trail('chemin-des-camelias')
    const changes = observations.flatMap(({ proposal }) => (proposal ? [proposal.change] : []))
    expect(changes).toEqual(expect.arrayContaining(['amends', 'confirms', 'new']))
  })

  it('published each version once, and the reworded trail twice', async () => {
    expect((await trail('sur-les-pas-de-la-dame')).publications).toHaveLength(2)
    expect((await trail('boucle-des-lavoirs')).publications).toHaveLength(1)
    expect((await trail('allee-du-luy')).publications).toHaveLength(0)
  })

  it('has nothing in the future but the end of the closure', async () => {
    const all = await server.services.store.read(async (tx) => ({
      observations: await tx.observations.query(DEMO, {}),
      decisions: await tx.decisions.list(DEMO),
    }))
    const instants = JSON.stringify(all).match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? []
    const late = new Set(instants.filter((one) => Date.parse(one) > nowMs))
    expect(instants.length).toBeGreaterThan(500)
    expect(late.size).toBe(1)
    expect(Date.parse([...late][0]!) - nowMs).toBeLessThan(23 * DAY_MS)
  })

  it('says that it is a demonstration, and is loaded only once', async () => {
    const territory = await server.services.store.read((tx) => tx.territories.get(DEMO))
    expect(territory?.demo).toBe(true)
    expect(territory?.communes).toHaveLength(100)
    expect(await wantsDemo(server.services)).toBe(false)
    expect(await loadDemo(server.services)).toBe(false)
  })
})

describe('a store that is not for the demonstration', () => {
  it('is left alone when it has a territory', async () => {
    const server = await stagedServer()
    expect(await wantsDemo(server.services)).toBe(false)
    await server.dispose()
  })

  it('is taken up again where loading was stopped, and nothing is there twice', async () => {
    const server = await stagedServer({ territories: [] })
    const { services } = server
    let left = 25
    const decisionsFail = {
      ...services,
      store: {
        ask: (question) => services.store.ask(question),
        read: (work) => services.store.read(work),
        transaction: (work) => {
          if (left-- === 0) throw new Error('the machine stopped')
          return services.store.transaction(work)
        },
      } as typeof services.store,
    }
    await expect(loadDemo(decisionsFail)).rejects.toThrow('the machine stopped')
    expect(await wantsDemo(services)).toBe(true)
    expect(await loadDemo(services)).toBe(true)
    const { rows } = await services.store.read((tx) =>
      readDeskTrails(tx, DEMO, Date.now(), services.evidence.cached),
    )
    expect(rows).toHaveLength(11)
    expect(rows.find((row) => row.slug === 'boucle-des-lavoirs')?.undecided).toBe(4)
    await server.dispose()
  })
})
