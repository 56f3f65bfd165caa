import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pushAnswer } from '../../../src/contract/protocol.ts'
import { aPhoto } from '../../support/photos.ts'
import { aHeritagePoint, aReport, aTrack, hashOf, newId, TERRITORY } from '../../support/records.ts'
import { ENGINES, serverOn } from '../../support/server-on.ts'
import type { Phone, TestServer } from '../../support/test-server.ts'

describe.each(ENGINES)('push on %s', (engine) => {
  const open = serverOn(engine)
  let server: TestServer
  let phone: Phone
  beforeAll(async () => {
    server = await open()
    phone = await server.phone()
  })
  afterAll(() => server?.dispose())
  const here = () => ({ device: phone.device })
  const stored = (id: string) =>
    server.services.store.read((tx) => tx.observations.get(TERRITORY, id))

  it('[S2] the answer names its kind, the server, its epoch, and keeps to the schema', async () => {
    const answer = await phone.push([aHeritagePoint(here()), 'not a record'])
    expect(pushAnswer.safeParse(answer).success).toBe(true)
    expect(answer).toMatchObject({ jalon: 'push', ...server.services.identity })
  })

  it('[S3] [P07] sent ten times, it is one observation, and each answer is a receipt', async () => {
    const point = aHeritagePoint(here())
    const first = await phone.push([point])
    expect(first.outcomes).toMatchObject([{ id: point.id, outcome: 'created', blobs: [] }])
    for (let time = 0; time < 9; time++) {
      const again = await phone.push([reordered(point)])
      expect(again.outcomes).toMatchObject([{ id: point.id, outcome: 'duplicate' }])
    }
    const all = await server.services.store.read((tx) => tx.observations.query(TERRITORY, {}))
    expect(all.filter((one) => one.observation.id === point.id)).toHaveLength(1)
  })

  it('[S4] [P11] other content under the same id: conflict, both kept', async () => {
    const point = aHeritagePoint(here())
    await phone.push([point])
    const other = { ...point, properties: { ...point.properties, name: 'Autre' } }
    expect((await phone.push([other])).outcomes).toEqual([{ id: point.id, outcome: 'conflict' }])
    expect((await stored(point.id))?.observation).toEqual(point)
    const kept = await quarantined(server)
    expect(kept.map((row) => JSON.parse(row.json) as unknown)).toContainEqual(other)
  })

  it('[S5] [P10] bad items among good ones: each has its own outcome, in the order sent', async () => {
    const good = [aHeritagePoint(here()), aReport(here()), aHeritagePoint(here())]
    const far = aHeritagePoint(here(), [-0.69, 143.6])
    const batch = [
      null,
      good[0],
      { type: 'Feature', id: 'x', properties: {} },
      good[1],
      { ...aReport(here()), properties: { ...aReport(here()).properties, schema: 99 } },
      far,
      good[2],
      { ...aReport(here()), properties: { ...aReport(here()).properties, magnitude: 9 } },
    ]
    const { outcomes } = await phone.push(batch)
    expect(outcomes.map((one) => [one.outcome, 'code' in one ? one.code : ''])).toEqual([
      ['rejected', 'not-a-feature'],
      ['created', ''],
      ['rejected', 'no-id'],
      ['created', ''],
      ['rejected', 'newer-schema'],
      ['rejected', 'outside-the-world'],
      ['created', ''],
      ['rejected', 'invalid-field'],
    ])
    expect(outcomes[5]).toMatchObject({ id: far.id, field: 'geometry.coordinates' })
  })

  it('[S5] [P09] what is refused is kept as it was sent, once', async () => {
    const strange = {
      type: 'Feature',
      id: newId(),
      properties: { kind: 'ufo', note: 'é\u0000\ud800' },
    }
    for (let time = 0; time < 3; time++) await phone.push([strange])
    const kept = (await quarantined(server)).filter((row) => row.record === strange.id)
    expect(kept).toHaveLength(1)
    expect(JSON.parse(kept[0]!.json)).toEqual(strange)
    expect(kept[0]!.code).toBe('unknown-kind')
  })

  it('[S5] [P10] a hundred poisons and one good record', async () => {
    const good = aReport(here())
    const poisons = Array.from({ length: 100 }, (_, i) => ({
      type: 'Feature',
      id: newId(),
      geometry: null,
      properties: { kind: 'trail-test', schema: 1, answers: { ['\u0000'.repeat(i)]: i } },
    }))
    const { outcomes } = await phone.push([...poisons, good])
    expect(outcomes.at(-1)).toMatchObject({ outcome: 'created' })
    expect(outcomes.filter((one) => one.outcome === 'rejected')).toHaveLength(100)
  })

  it('[S6] [P06] a record waits for its photos, and the receipt names each of them', async () => {
    const photos = [await aPhoto(1), await aPhoto(2)]
    const references = photos.map((photo) => photo.reference)
    const names = references.map((photo) => photo.sha256)
    const point = aHeritagePoint({ ...here(), photos: references })
    const first = await phone.push([point])
    expect(first.outcomes).toEqual([{ id: point.id, outcome: 'deferred', missing: names }])
    expect(await stored(point.id)).toBeUndefined()
    await phone.send(photos[0]!.bytes)
    const second = await phone.push([point])
    expect(second.outcomes).toEqual([{ id: point.id, outcome: 'deferred', missing: [names[1]] }])
    await phone.send(photos[1]!.bytes)
    // The last photo completed it: nobody has to push again for it to be there.
    expect((await stored(point.id))?.observation).toEqual(point)
    const third = await phone.push([point])
    expect(third.outcomes).toMatchObject([{ outcome: 'duplicate', blobs: names }])
    const waiting = await server.services.store.read((tx) => tx.pendingRecords.count(TERRITORY))
    expect(waiting).toBe(0)
  })

  it('[S6] photos first, record after: created at once', async () => {
    const photo = await aPhoto(3)
    await phone.send(photo.bytes)
    const report = aReport({ ...here(), photos: [photo.reference] })
    expect((await phone.push([report])).outcomes).toMatchObject([
      { outcome: 'created', blobs: [photo.reference.sha256] },
    ])
  })

  it('[S6] record and photo crossing on the way: it is created, whoever is first', async () => {
    for (let round = 0; round < 8; round++) {
      const photo = await aPhoto(100 + round)
      const report = aReport({ ...here(), photos: [photo.reference] })
      await Promise.all([phone.push([report]), phone.send(photo.bytes)])
      expect(await stored(report.id), `round ${round}`).toBeDefined()
    }
  })

  it('[S7] a photo that is not a photo: the record is kept aside with the reason', async () => {
    const bytes = Buffer.from('<script>alert(1)</script> I am a photo, trust me.')
    const sha256 = await phone.send(bytes)
    const reference = { sha256, bytes: bytes.length, mediaType: 'image/jpeg' }
    const point = aHeritagePoint({ ...here(), photos: [reference] })
    expect((await phone.push([point])).outcomes).toEqual([
      { id: point.id, outcome: 'rejected', code: 'not-an-image', field: 'properties.photos.0' },
    ])
    expect((await quarantined(server)).some((row) => row.record === point.id)).toBe(true)
  })

  it('[S6] a walk waits for its raw fixes', async () => {
    const bytes = Buffer.from(JSON.stringify({ format: 'jalon-fixes', n: newId() }))
    const fixes = { sha256: '', bytes: bytes.length, mediaType: 'application/json', count: 0 }
    fixes.sha256 = await phone.send(bytes)
    const track = aTrack(fixes, here())
    expect((await phone.push([track])).outcomes).toMatchObject([
      { outcome: 'created', blobs: [fixes.sha256] },
    ])
  })

  it('[S8] records of another device or another territory are kept aside', async () => {
    const theirs = aReport({ device: newId() })
    const elsewhere = aReport({ ...here(), territory: 'ailleurs' })
    expect((await phone.push([theirs, elsewhere])).outcomes).toMatchObject([
      { outcome: 'rejected', code: 'wrong-device' },
      { outcome: 'rejected', code: 'wrong-territory' },
    ])
  })

  it('[S9] [P14] a clock ten years slow or a day fast harms nothing; two days fast waits aside', async () => {
    const nowMs = Date.now()
    const idAt = (atMs: number) => ({ ...aReport(here()), id: newId(atMs) })
    const late = idAt(nowMs - 10 * 365 * 86_400_000)
    const early = idAt(nowMs + 80_000_000)
    const future = idAt(nowMs + 2 * 86_400_000)
    const { outcomes } = await phone.push([early, late, future])
    expect(outcomes).toMatchObject([
      { outcome: 'created' },
      { outcome: 'created' },
      { outcome: 'rejected', code: 'too-far-in-the-future', field: 'id' },
    ])
    const seqs = outcomes.slice(0, 2).map((one) => ('seq' in one ? Number(one.seq) : NaN))
    expect(seqs[1]).toBe(seqs[0]! + 1)
    expect((await stored(late.id))?.receivedAt.slice(0, 10)).toBe(
      new Date(nowMs).toISOString().slice(0, 10),
    )
  })

  it('packed and plain bodies are the same', async () => {
    const report = aReport(here())
    const body = { protocol: 1, device: phone.device, sentAt: '2026-11-20T09:00:00Z' }
    const response = await phone.request('/api/push', {
      method: 'POST',
      headers: { 'Content-Encoding': 'gzip' },
      body: gzipSync(JSON.stringify({ ...body, records: [report] })) as BodyInit,
    })
    expect(response.status).toBe(200)
    expect((await phone.push([report])).outcomes).toMatchObject([{ outcome: 'duplicate' }])
  })

  it('unknown members of a record survive', async () => {
    const point = aHeritagePoint(here())
    const sent = {
      ...point,
      later: { a: [1, 2.5, null] },
      properties: { ...point.properties, x: 'ü' },
    }
    await phone.push([sent])
    expect(JSON.parse((await stored(point.id))!.json)).toEqual(sent)
    expect((await stored(point.id))!.hash).toBe(hashOf(sent))
  })
})

async function quarantined(server: TestServer) {
  return server.services.store.read((tx) => tx.quarantine.list(TERRITORY))
}

/** The same record, its members in another order. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, one]) => [name, reordered(one)] as const)
  return Object.fromEntries(members.reverse())
}
