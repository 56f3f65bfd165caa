import { afterEach, beforeEach, expect, it } from 'vitest'
import type { WalkAssessment } from '../../../src/domain/checks/assessment.ts'
import type { DumpRow, Store } from '../../../src/server/storage/store.ts'
import {
  aHeritageEntity,
  aHeritagePoint,
  anAnswer,
  aRefusal,
  aReport,
  aReportEntity,
  aTerritory,
  aTrack,
  aTrail,
  AT,
  hashOf,
  newId,
  received,
  TERRITORY,
} from '../../support/records.ts'

const AN_HOUR = { value: 3_600, uncertainty: 1, method: 'clock' }

export interface StoreUnderTest {
  /** Opens the same store again and again. */
  open(): Promise<Store>
}

/** What every engine must do. `make` gives a new, empty store each time. */
export function storeContract(make: () => Promise<StoreUnderTest>): void {
  let under: StoreUnderTest
  let store: Store

  beforeEach(async () => {
    under = await make()
    store = await under.open()
  })
  afterEach(() => store.close())

  const reopen = async () => {
    await store.close()
    store = await under.open()
  }
  const add = (...records: ReturnType<typeof received>[]) =>
    store.transaction((tx) => tx.observations.add(TERRITORY, records))

  it('[P18] a question alone sees what is committed, and is not put inside a transaction', async () => {
    await store.transaction(async (tx) => {
      await tx.territories.put(aTerritory())
      await expect(store.ask(({ territories }) => territories.list())).rejects.toThrow('use its tx')
    })
    expect(await store.ask(({ territories }) => territories.list())).toEqual([aTerritory()])
    await expect(store.ask(() => store.read(() => Promise.resolve(1)))).rejects.toThrow(
      'use its tx',
    )
  })

  it('[P18] what was committed is there when the store is opened again', async () => {
    const point = received(aHeritagePoint())
    await add(point)
    await store.transaction(async (tx) => {
      await tx.meta.set('epoch', 'one')
      await tx.territories.put(aTerritory())
    })
    await reopen()
    await store.read(async (tx) => {
      expect(await tx.meta.get('epoch')).toBe('one')
      expect(await tx.territories.get(TERRITORY)).toEqual(aTerritory())
      expect((await tx.observations.get(TERRITORY, point.observation.id))?.json).toBe(point.json)
    })
  })

  it('a transaction that throws leaves nothing', async () => {
    const point = received(aHeritagePoint())
    const failure = store.transaction(async (tx) => {
      await tx.observations.add(TERRITORY, [point])
      throw new Error('no')
    })
    await expect(failure).rejects.toThrow('no')
    const left = await store.read(async (tx) => ({
      head: await tx.feed.head(TERRITORY),
      point: await tx.observations.get(TERRITORY, point.observation.id),
    }))
    expect(left).toEqual({ head: 0, point: undefined })
  })

  it('a transaction within a transaction is refused instead of waiting for ever', async () => {
    await expect(store.transaction(() => store.read((tx) => tx.meta.get('epoch')))).rejects.toThrow(
      'within a transaction',
    )
  })

  it('a reading transaction cannot write', async () => {
    await expect(store.read((tx) => tx.meta.set('epoch', 'x'))).rejects.toThrow()
  })

  it('[P07] the same record again is a duplicate, with the number of the first', async () => {
    const point = received(aHeritagePoint())
    const [first] = await add(point)
    expect(first).toMatchObject({ outcome: 'created', seq: 1 })
    for (let time = 0; time < 10; time++) {
      expect(await add({ ...point, receivedAt: '2026-12-01T00:00:00.000Z' })).toEqual([
        { id: point.observation.id, outcome: 'duplicate', seq: 1 },
      ])
    }
    expect(await store.read((tx) => tx.feed.head(TERRITORY))).toBe(1)
  })

  it('[P11] the same id with other content is a conflict: both are kept', async () => {
    const point = aHeritagePoint()
    const other = { ...point, properties: { ...point.properties, name: 'Autre nom' } }
    await add(received(point))
    expect(await add(received(other))).toEqual([{ id: point.id, outcome: 'conflict' }])
    await add(received(other, { account: newId() }))
    await store.read(async (tx) => {
      expect((await tx.observations.get(TERRITORY, point.id))?.observation).toEqual(point)
      const kept = await tx.quarantine.list(TERRITORY)
      expect(kept.map((row) => row.code)).toEqual(['conflict', 'conflict'])
      expect(JSON.parse(kept[0]!.json)).toEqual(other)
      expect(kept[0]!.record).toBe(point.id)
    })
  })

  it('within one batch, a repetition is a duplicate and a contradiction a conflict', async () => {
    const point = aHeritagePoint()
    const other = { ...point, properties: { ...point.properties, name: 'Autre nom' } }
    const outcomes = await add(received(point), received(point), received(other))
    expect(outcomes.map((one) => one.outcome)).toEqual(['created', 'duplicate', 'conflict'])
  })

  it('a large batch keeps its order in the feed', async () => {
    const records = Array.from({ length: 700 }, () => received(aHeritagePoint()))
    await add(...records)
    const rows = await store.read((tx) => tx.feed.since(TERRITORY, 0, 1_000))
    expect(rows.map((row) => row.seq)).toEqual(records.map((_, i) => i + 1))
    expect(rows.map((row) => row.entity)).toEqual(records.map((one) => one.observation.id))
  })

  it('writers side by side leave no hole and no double in the feed', async () => {
    const seen = new Set<number>()
    let after = 0
    let writing = true
    const poll = async () => {
      while (writing || after < (await store.read((tx) => tx.feed.head(TERRITORY)))) {
        const rows = await store.read((tx) => tx.feed.since(TERRITORY, after, 50))
        for (const row of rows) {
          expect(seen.has(row.seq)).toBe(false)
          seen.add(row.seq)
          after = row.seq
        }
        if (rows.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }
    const polling = poll()
    const writers = Array.from({ length: 6 }, async () => {
      for (let i = 0; i < 12; i++) {
        await add(received(aHeritagePoint()), received(aReport()))
      }
    })
    await Promise.all(writers)
    writing = false
    await polling
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 144 }, (_, i) => i + 1))
  })

  it('[P07] ten senders of one record at once make one observation', async () => {
    const point = received(aHeritagePoint())
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => add(point)))
    const kinds = outcomes.map(([one]) => one!.outcome).sort()
    expect(kinds).toEqual(['created', ...Array<string>(9).fill('duplicate')])
  })

  it('finds observations by trail, by author, by walk, by kind, and those without an answer', async () => {
    const [trail, walk, account] = [newId(), newId(), newId()]
    const onTrail = received(aReport({ trail, walk }), { account })
    const answered = received(aHeritagePoint({ trail }))
    const elsewhere = received(aHeritagePoint())
    await add(onTrail, answered, elsewhere)
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [anAnswer(answered.observation)]))
    await store.read(async (tx) => {
      const ids = async (query: Parameters<typeof tx.observations.query>[1]) =>
        (await tx.observations.query(TERRITORY, query)).map((one) => one.observation.id)
      const [a, b, c] = [onTrail, answered, elsewhere].map((one) => one.observation.id)
      expect(await ids({})).toEqual([a, b, c])
      expect(await ids({ trail })).toEqual([a, b])
      expect(await ids({ trail: null })).toEqual([c])
      expect(await ids({ account })).toEqual([a])
      expect(await ids({ walk })).toEqual([a])
      expect(await ids({ kind: 'heritage-point' })).toEqual([b, c])
      expect(await ids({ unanswered: true })).toEqual([a, c])
      expect(await ids({ after: 1, limit: 1 })).toEqual([b])
      const counts = await tx.observations.unansweredCounts(TERRITORY)
      expect(counts.find((row) => row.trail === trail)).toMatchObject({ count: 1 })
      expect(counts.find((row) => row.trail === null)).toEqual({
        trail: null,
        count: 1,
        oldestReceivedAt: AT,
      })
    })
  })

  it('[M8] an answer taken back is no answer: the observation waits again', async () => {
    const seen = received(aHeritagePoint())
    await add(seen)
    const answer = anAnswer(seen.observation)
    const undone = { at: AT, reason: 'undo', undone: true }
    const tombstone = { ...answer, properties: { ...answer.properties, deleted: undone } }
    const waiting = () =>
      store.read(async (tx) => ({
        ids: (await tx.observations.query(TERRITORY, { unanswered: true })).map(
          (one) => one.observation.id,
        ),
        counts: await tx.observations.unansweredCounts(TERRITORY),
      }))
    const waits = {
      ids: [seen.observation.id],
      counts: [{ trail: null, count: 1, oldestReceivedAt: AT }],
    }
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [answer]))
    expect(await waiting()).toEqual({ ids: [], counts: [] })
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [tombstone]))
    expect(await waiting()).toEqual(waits)
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [answer]))
    expect(await waiting()).toEqual({ ids: [], counts: [] })
  })

  it('keeps a record waiting for its blobs, and gives it back by any of them', async () => {
    const photos = [hashOf('a'), hashOf('b')].map((sha256) => ({
      sha256,
      bytes: 3,
      mediaType: 'image/jpeg',
    }))
    const point = received(aHeritagePoint({ photos }))
    const missing = photos.map((photo) => photo.sha256)
    await store.transaction((tx) => tx.pendingRecords.put(TERRITORY, { ...point, missing }))
    await store.transaction((tx) => tx.pendingRecords.put(TERRITORY, { ...point, missing }))
    await store.transaction(async (tx) => {
      expect(await tx.pendingRecords.count(TERRITORY)).toBe(1)
      expect(await tx.pendingRecords.naming(TERRITORY, missing)).toEqual([point])
      const [found] = await tx.pendingRecords.naming(TERRITORY, [missing[1]!])
      expect(found).toEqual(point)
      await tx.pendingRecords.remove(TERRITORY, [{ id: point.observation.id, hash: point.hash }])
      expect(await tx.pendingRecords.naming(TERRITORY, [missing[0]!])).toEqual([])
      expect(await tx.pendingRecords.count(TERRITORY)).toBe(0)
    })
  })

  it('[S8] the room of a withdrawn device is taken once, however many ask at once', async () => {
    const device = newId()
    const [asked, most] = [
      { bytes: 10, records: 20 },
      { bytes: 1_000, records: 200 },
    ]
    const take = () =>
      store.transaction((tx) => tx.quarantine.addToQuota(TERRITORY, device, asked, most))
    const taken = await Promise.all(Array.from({ length: 30 }, take))
    expect(taken.filter(Boolean)).toHaveLength(10)
    const tooMuch = { bytes: 1_001, records: 0 }
    const more = await store.transaction((tx) =>
      tx.quarantine.addToQuota(TERRITORY, newId(), tooMuch, most),
    )
    expect(more).toBe(false)
  })

  it('[P09] quarantine keeps what was sent, once for each cause', async () => {
    const account = newId()
    const record = {
      account,
      device: newId(),
      receivedAt: AT,
      code: 'invalid-field',
      field: 'properties.name',
      hash: hashOf('x'),
      json: '{"type":"Feature","id":7,"properties":{"nul":"\\u0000"}}',
    }
    for (let time = 0; time < 3; time++) {
      await store.transaction((tx) => tx.quarantine.add(TERRITORY, { ...record, id: newId() }))
    }
    await store.read(async (tx) => {
      const kept = await tx.quarantine.list(TERRITORY, { account })
      expect(kept).toHaveLength(1)
      expect(kept[0]).toMatchObject(record)
      expect(await tx.quarantine.get(TERRITORY, kept[0]!.id)).toEqual(kept[0])
      expect(await tx.quarantine.list(TERRITORY, { account: newId() })).toEqual([])
    })
  })

  it('[P30] what waits and what was kept aside is read by pages, and as far as it is shown', async () => {
    const account = newId()
    const twin = received(aHeritagePoint(), { account })
    const records = [
      twin,
      { ...twin, hash: hashOf('other'), json: twin.json },
      ...Array.from({ length: 5 }, () => received(aHeritagePoint(), { account })),
    ]
    await store.transaction(async (tx) => {
      for (const record of records)
        await tx.pendingRecords.put(TERRITORY, { ...record, missing: [] })
      for (const [i, { hash, device }] of records.entries()) {
        const row = { id: newId(), account, device, receivedAt: AT, hash, code: 'conflict' }
        await tx.quarantine.add(TERRITORY, { ...row, json: `"é🥾${String(i).repeat(50)}"` })
      }
    })
    await store.read(async (tx) => {
      const waiting: { id: string; hash: string }[] = []
      for (;;) {
        const page = await tx.pendingRecords.of(TERRITORY, account, {
          limit: 1,
          after: waiting.at(-1),
        })
        if (page.length === 0) break
        waiting.push(...page.map(({ observation, hash }) => ({ id: observation.id, hash })))
      }
      const sent = records.map(({ observation, hash }) => ({ id: observation.id, hash }))
      expect(new Set(waiting.map(({ hash }) => hash))).toEqual(new Set(sent.map((s) => s.hash)))
      expect(waiting).toHaveLength(sent.length)

      const kept = await tx.quarantine.list(TERRITORY, { account })
      const paged: (typeof kept)[number][] = []
      for (;;) {
        const before = paged.at(-1)?.id
        const query = before === undefined ? { account, limit: 2 } : { account, limit: 2, before }
        const page = await tx.quarantine.list(TERRITORY, query)
        if (page.length === 0) break
        paged.push(...page)
      }
      expect(paged).toEqual(kept)
      const shown = await tx.quarantine.list(TERRITORY, { account, characters: 4 })
      expect(new Set(shown.map(({ json }) => json.slice(0, 4)))).toEqual(new Set(['"é🥾']))
    })
  })

  it('decisions are kept in order, once, refused ones with their code', async () => {
    const decision = aRefusal(aHeritagePoint())
    const row = { decision, hash: hashOf(decision), receivedAt: AT, outcome: 'applied' }
    const late = aRefusal(aHeritagePoint())
    await store.transaction(async (tx) => {
      expect((await tx.decisions.add(TERRITORY, row)).outcome).toBe('created')
      expect((await tx.decisions.add(TERRITORY, row)).outcome).toBe('duplicate')
      expect(await tx.decisions.add(TERRITORY, { ...row, hash: 'other' })).toEqual({
        outcome: 'conflict',
      })
      const refused = { decision: late, hash: hashOf(late), receivedAt: AT, outcome: 'conflict' }
      await tx.decisions.add(TERRITORY, refused)
    })
    await store.read(async (tx) => {
      expect((await tx.decisions.list(TERRITORY)).map((one) => one.outcome)).toEqual([
        'applied',
        'conflict',
      ])
      const { target } = decision.properties
      expect(await tx.decisions.list(TERRITORY, { target })).toEqual([{ ...row, seq: 1 }])
      expect(await tx.decisions.list(TERRITORY, { after: 1, limit: 5 })).toHaveLength(1)
      expect((await tx.decisions.get(TERRITORY, late.id))?.decision).toEqual(late)
    })
  })

  it('territories do not see each other', async () => {
    const point = received(aHeritagePoint())
    await add(point)
    await store.transaction((tx) => tx.catalogue.put(TERRITORY, [aTrail()]))
    await store.read(async (tx) => {
      expect(await tx.observations.get('ailleurs', point.observation.id)).toBeUndefined()
      expect(await tx.catalogue.list('ailleurs', 'trail')).toEqual([])
      expect(await tx.feed.head('ailleurs')).toBe(0)
    })
    const twin = await store.transaction((tx) => tx.observations.add('ailleurs', [point]))
    expect(twin).toEqual([{ id: point.observation.id, outcome: 'created', seq: 1 }])
  })

  it('assessments are replaced, and tracks without one are found', async () => {
    const fixes = { sha256: hashOf('f'), bytes: 2, mediaType: 'application/json', count: 2 }
    const [one, two] = [received(aTrack(fixes)), received(aTrack(fixes))]
    await add(one, received(aReport()), two)
    const assessment: WalkAssessment = {
      rules: 'r2',
      lengthM: AN_HOUR,
      movingS: AN_HOUR,
      elapsedS: 3_600,
      ascentM: null,
      descentM: null,
      comparison: null,
      findings: [],
    }
    await store.transaction(async ({ assessments }) => {
      expect(await assessments.tracksWithout(TERRITORY, 'r2', 10)).toEqual([
        one.observation.id,
        two.observation.id,
      ])
      const row = { observation: one.observation.id, assessment, madeAt: AT }
      await assessments.put(TERRITORY, { ...row, rules: 'r1' })
      await assessments.put(TERRITORY, { ...row, rules: 'r2' })
      expect(await assessments.tracksWithout(TERRITORY, 'r2', 10)).toEqual([two.observation.id])
      expect(await assessments.getMany(TERRITORY, [one.observation.id, newId()])).toEqual([
        { ...row, rules: 'r2' },
      ])
      await assessments.giveUp(TERRITORY, {
        observation: two.observation.id,
        rules: 'r2',
        madeAt: AT,
      })
      await assessments.giveUp(TERRITORY, { ...row, rules: 'r3' })
      expect(await assessments.tracksWithout(TERRITORY, 'r2', 10)).toEqual([])
      expect(await assessments.tracksWithout(TERRITORY, 'r3', 10)).toEqual([two.observation.id])
      expect(await assessments.countWithout(TERRITORY, 'r3')).toBe(1)
      const ids = [one.observation.id, two.observation.id]
      expect(await assessments.getMany(TERRITORY, ids)).toEqual([{ ...row, rules: 'r2' }])
      await assessments.put(TERRITORY, { ...row, ...{ observation: ids[1]!, rules: 'r3' } })
      expect(await assessments.countWithout(TERRITORY, 'r3')).toBe(0)
    })
  })

  it('[P28] a publication keeps its bytes, and its number is never used twice', async () => {
    const trail = newId()
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    const publication = { trail, number: 1, bytes, sha256: hashOf('p'), publishedAt: AT }
    await store.transaction((tx) => tx.publications.add(TERRITORY, publication))
    await expect(
      store.transaction((tx) => tx.publications.add(TERRITORY, publication)),
    ).rejects.toThrow()
    await store.read(async ({ publications }) => {
      expect(await publications.get(TERRITORY, trail, 1)).toEqual(publication)
      expect(await publications.get(TERRITORY, trail, 2)).toBeUndefined()
      const [row] = await publications.list(TERRITORY, trail)
      expect({ ...row, bytes }).toEqual(publication)
    })
  })

  it('gives the publications, observations and things of many trails at once', async () => {
    const trails = Array.from({ length: 250 }, () => aTrail())
    const [first, second] = [trails[0]!.id, trails[249]!.id]
    const bytes = Uint8Array.of(1, 2)
    const versions = [first, first, second].map((trail, i) => {
      const number = i === 1 ? 2 : 1
      return { trail, number, bytes, sha256: hashOf(`${i}`), publishedAt: AT }
    })
    const seen = [second, first, second].map((trail) => received(aReport({ trail })))
    const report = aReportEntity({ trail: second })
    const points = [aHeritageEntity({ trails: [first, second] }), aHeritageEntity()]
    await store.transaction(async (tx) => {
      await tx.catalogue.put(TERRITORY, [...points, report])
      for (const one of versions) await tx.publications.add(TERRITORY, one)
      await tx.observations.add(TERRITORY, seen)
    })
    const ids = trails.map(({ id }) => id)
    await store.read(async ({ publications, observations, catalogue }) => {
      const wanted = ids.flatMap((trail) => [{ trail, number: 1 }])
      const found = await publications.getMany(TERRITORY, wanted)
      expect(new Map(found.map((one) => [one.trail, one]))).toEqual(
        new Map([
          [first, versions[0]],
          [second, versions[2]],
        ]),
      )
      expect(await publications.numbers(TERRITORY, ids)).toEqual(
        new Map([
          [first, [1, 2]],
          [second, [1]],
        ]),
      )
      const stored = await observations.ofTrails(TERRITORY, ids)
      expect(stored.map(({ observation }) => observation.id)).toEqual(
        seen.map(({ observation }) => observation.id),
      )
      expect(await observations.ofTrails(TERRITORY, [])).toEqual([])
      expect(await catalogue.byTrails(TERRITORY, ids, 'heritage-point')).toEqual(
        new Map([
          [first, [points[0]]],
          [second, [points[0]]],
        ]),
      )
      expect(await catalogue.byTrails(TERRITORY, ids, 'trail-report')).toEqual(
        new Map([[second, [report]]]),
      )
      expect(await publications.getMany('ailleurs', wanted)).toEqual([])
    })
  })

  it('knows which blobs are stored and which records name them', async () => {
    const sha256 = hashOf('blob')
    const blob = { sha256, bytes: 4, storedAt: AT, device: newId(), content: 'unknown' as const }
    const observation = newId()
    await store.transaction(async ({ blobs }) => {
      await blobs.put(TERRITORY, [blob])
      await blobs.put(TERRITORY, [{ ...blob, content: 'photo' }])
      await blobs.name(TERRITORY, [{ observation, sha256 }])
      await blobs.name(TERRITORY, [{ observation, sha256 }])
      expect(await blobs.get(TERRITORY, sha256)).toEqual({ ...blob, content: 'photo' })
      expect(await blobs.present(TERRITORY, [sha256, hashOf('no')])).toEqual(new Set([sha256]))
      expect(await blobs.namedBy(TERRITORY, sha256)).toEqual([observation])
      expect(await blobs.list(TERRITORY)).toHaveLength(1)
      expect(await blobs.present('ailleurs', [sha256])).toEqual(new Set())
    })
  })

  it('a dump fills another store with the same rows, boxes included', async () => {
    const point = aHeritageEntity()
    await add(...Array.from({ length: 2_100 }, () => received(aHeritagePoint())))
    await store.transaction(async (tx) => {
      await tx.catalogue.put(TERRITORY, [aTrail(), point])
      const bytes = new Uint8Array([0, 255, 10])
      const frozen = { trail: newId(), number: 1, bytes, sha256: hashOf('p'), publishedAt: AT }
      await tx.publications.add(TERRITORY, frozen)
    })
    const rows = await dumped(store)
    const other = await (await make()).open()
    try {
      await other.load(rows.map((row) => JSON.parse(JSON.stringify(row)) as DumpRow))
      expect(await dumped(other)).toEqual(rows)
      const found = await other.read((tx) =>
        tx.catalogue.byBox(TERRITORY, [-0.7, 43.6, -0.685, 43.635]),
      )
      expect(found).toContainEqual(point)
      const next = await other.transaction((tx) => tx.catalogue.put(TERRITORY, [aTrail()]))
      expect(next).toBe(2_103)
    } finally {
      await other.close()
    }
  })

  async function dumped(from: Store): Promise<DumpRow[]> {
    const rows: DumpRow[] = []
    await from.dump((row) => {
      rows.push(row)
      return Promise.resolve()
    })
    return rows
  }
}
