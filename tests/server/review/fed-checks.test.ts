import type { Position } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fix } from '../../../src/domain/geo/fix.ts'
import { createEvidence } from '../../../src/server/evidence/create-evidence.ts'
import type { EvidenceCache } from '../../../src/server/evidence/evidence-cache.ts'
import { asRecorded, readDeskTrail, sendDecision, sendWalk } from '../../support/desk-hands.ts'
import { aDecision, aNewTrail } from '../../support/decisions.ts'
import { aHeritageEntity, aTrail, newId, TERRITORY } from '../../support/records.ts'
import { simulateWalk, type WalkOptions } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { stagedServer, type StagedServer } from '../../support/staged-server.ts'
import type { Phone } from '../../support/test-server.ts'

const LINE = makeTrail('linear', 41, 2500).line
const eastOf = (line: readonly Position[], metres: number): Position[] =>
  line.map(([lon, lat]) => [lon! + metres / 80_400, lat! + metres / 111_120])

/** What each check needs beyond the line reaches it from the store, and its findings reach the desk. */
/** Gathered now, by caches that know nothing. */
const freshEvidence: EvidenceCache = (tx, territory, trails) =>
  createEvidence().cached(tx, territory, trails)

describe('checks that look around a trail', () => {
  let server: StagedServer
  let staff: Phone
  let phone: Phone
  beforeAll(async () => {
    server = await stagedServer()
    staff = await server.phone('staff')
    phone = await server.phone('tester')
  })
  afterAll(() => server?.dispose())

  const decide = async (decision: object) => {
    expect((await sendDecision(staff, decision)).answer).toMatchObject({ outcome: 'applied' })
    await server.services.assessor.idle()
  }
  const create = async (slug: string, line: readonly Position[] = LINE) => {
    const decision = aNewTrail(line, slug)
    await decide(decision)
    return decision.properties.target
  }
  const read = (id: string) => readDeskTrail(staff, id)
  const found = async (id: string, check: string) =>
    (await read(id)).lineFindings.filter((finding) => finding.check === check)

  const walk = (
    trail: string,
    seed: number,
    options: Partial<WalkOptions> = {},
    line: readonly Position[] = LINE,
  ) => {
    const startAtMs = Date.UTC(2026, 2, seed, 8)
    const usual = { seed, samplingS: 5, environment: 'open' as const, startAtMs }
    return send(trail, simulateWalk(line, { ...usual, ...options }).fixes)
  }
  const send = async (trail: string, fixes: readonly Fix[]) => {
    const track = await sendWalk(phone, trail, asRecorded(fixes))
    await server.services.assessor.idle()
    return track.id
  }

  it('[GEO-18] [GEO-19] a double and a longer trail, by name, until they go', async () => {
    const one = await create('premier')
    expect(await found(one, 'GEO-18')).toEqual([])
    const twin = await create('jumeau', eastOf(LINE, 3))
    const [double] = await found(one, 'GEO-18')
    expect(double).toMatchObject({ severity: 'warning', params: { trailId: twin } })
    expect(double!.params!['trail']).not.toBe(twin)

    const part = await create('morceau', LINE.slice(0, LINE.length >> 1))
    const longer = (await found(part, 'GEO-19')).map(({ params }) => params!['trailId'])
    expect(longer.sort()).toEqual([one, twin].sort())

    const trail = (await read(twin)).trail
    await decide(
      aDecision('delete', twin, { basedOn: trail.properties.decision, reason: 'En double' }),
    )
    expect(await found(one, 'GEO-18')).toEqual([])
  })

  it('[POI-01] a place of the trail that is far from it', async () => {
    const far = eastOf(LINE, 9000)
    const trail = await create('lointain', far)
    const [lon, lat] = far[10]!
    const place = (northM: number, name: string) =>
      aHeritageEntity({ trails: [trail], name }, [lon!, lat! + northM / 111_120])
    const store = server.services.store
    await store.transaction((tx) =>
      tx.catalogue.put(TERRITORY, [place(0, 'Ici'), place(2000, 'Là-bas')]),
    )
    expect(await found(trail, 'POI-01')).toMatchObject([
      { severity: 'error', params: { kind: 'away', place: 'Là-bas' } },
    ])
  })

  it('[GEO-02] a line outside its territory', async () => {
    const abroad = LINE.map(([lon, lat]): Position => [lon! + 5, lat! + 3])
    const trail = await create('ailleurs', abroad)
    expect((await found(trail, 'GEO-02'))[0]!.params).toEqual({ kind: 'territory' })
  })

  it('[CMP-08] [CMP-10] what walks say together, without those that are refused', async () => {
    const trail = await create('deux-chemins', LINE)
    const round = { kind: 'detour' as const, atM: 900, spanM: 300, lateralM: 60 }
    for (const seed of [1, 2]) await walk(trail, seed, { departures: [round] })
    for (const seed of [3, 4]) await walk(trail, seed)
    expect(await found(trail, 'CMP-08')).toEqual([])
    expect(await found(trail, 'CMP-10')).toHaveLength(1)
    const again = await walk(trail, 4)
    const [same] = await found(trail, 'CMP-08')
    expect(same!.params!['secondId']).toBe(again)
    expect(same!.params!['second']).toMatch(/^tester/)
    await decide(aDecision('refuse', again, { observation: again, reason: 'Deux fois la même' }))
    expect(await found(trail, 'CMP-08')).toEqual([])
  })

  it('[CMP-09] [CNS-01] a line that walks pass beside, with the consensus to replace it', async () => {
    const trail = await create('decale', eastOf(LINE, 11))
    await walk(trail, 11)
    await walk(trail, 12)
    expect((await read(trail)).consensus).toMatchObject({ doubt: 'few-witnesses' })
    expect(await found(trail, 'CNS-01')).toEqual([])
    await walk(trail, 13, { distanceM: 1800 })
    expect((await found(trail, 'CMP-09')).length).toBeGreaterThan(0)
    expect(await found(trail, 'CNS-01')).toHaveLength(1)
    await walk(trail, 14)
    const { consensus } = await read(trail)
    expect(consensus).toMatchObject({ doubt: null })
    expect(consensus!.line!.coordinates.length).toBeGreaterThan(10)
  })

  it('[CNS-02] [CNS-03] walks that disagree, and a length that has changed', async () => {
    const dense = LINE.slice(1).flatMap(([lon, lat], i): Position[] => [
      LINE[i]!,
      [(lon! + LINE[i]![0]!) / 2, (lat! + LINE[i]![1]!) / 2 + 0.0001],
    ])
    const trail = await create('zigzag', dense)
    for (const [n, eastM] of [-12, 0, 12, 0].entries()) {
      await walk(trail, 50 + n, {}, eastOf(LINE, eastM))
    }
    const checks = (await read(trail)).lineFindings.map(({ check }) => check)
    expect(checks).toEqual(expect.arrayContaining(['CNS-02', 'CNS-03']))
  })

  it('the corrections that can be made are offered with the findings', async () => {
    const doubled = LINE.flatMap((at, i) => (i % 10 === 0 ? [at, [...at]] : [at]))
    const trail = await create('repete', doubled)
    const { fixes } = await read(trail)
    expect(fixes!.map(({ check }) => check)).toContain('GEO-04')
  })

  it('remembered evidence follows neighbours and places', async () => {
    const { store } = server.services
    const remembered = createEvidence().cached
    const own = eastOf(LINE, 20_000)
    const trail = aTrail({ line: own.map((at) => [...at]), slug: 'voisin-a' })
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [trail]))
    const compare = () =>
      store.read(async (tx) => {
        const evidence = await remembered(tx, TERRITORY, [trail])
        expect(evidence).toEqual(await freshEvidence(tx, TERRITORY, [trail]))
        return evidence.get(trail.id)!.lineFindings.map(({ check }) => check)
      })
    expect(await compare()).not.toContain('GEO-18')
    const twin = aTrail({ line: eastOf(own, 3).map((at) => [...at]), slug: 'voisin-b' })
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [twin]))
    expect(await compare()).toContain('GEO-18')
    const gone = { at: '2026-11-20T09:00:00.000Z', reason: 'En double' }
    const deleted = { ...twin, properties: { ...twin.properties, deleted: gone } }
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [deleted]))
    expect(await compare()).not.toContain('GEO-18')
    const place = aHeritageEntity({ trails: [trail.id] }, [own[0]![0]!, own[0]![1]! + 0.05])
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [place]))
    expect(await compare()).toContain('POI-01')
    const moved = { ...place, properties: { ...place.properties, trails: [newId()] } }
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [moved]))
    expect(await compare()).not.toContain('POI-01')
  })
})
