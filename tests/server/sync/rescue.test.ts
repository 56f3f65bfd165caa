import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RescueAnswer } from '../../../src/contract/rescue.ts'
import { openRescue } from '../../../src/domain/formats/open-rescue.ts'
import { aPhoto } from '../../support/photos.ts'
import { aHeritagePoint, aReport, newId, TERRITORY } from '../../support/records.ts'
import { CARD, jsonFile, rescueZip } from '../../support/rescue-zip.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

describe('the rescue file of a phone, at the desk', () => {
  let server: TestServer
  let phone: Phone
  let staff: Phone
  beforeAll(async () => {
    server = await testServer()
    phone = await server.phone()
    staff = await server.phone('staff')
  })
  afterAll(() => server.dispose())
  const bring = (bytes: Uint8Array, who = staff) =>
    who.request(`/api/desk/rescue?territory=${TERRITORY}`, {
      method: 'POST',
      body: Buffer.from(bytes),
    })
  const taken = async (bytes: Uint8Array) => (await (await bring(bytes)).json()) as RescueAnswer

  it('[P23] [P07] goes in through the door of a push, once and for all', async () => {
    const { bytes: photo, reference } = await aPhoto(1)
    const { sha256 } = reference
    const point = aHeritagePoint({ device: phone.device, photos: [reference] })
    const draft = aReport({ device: phone.device })
    const file = rescueZip({
      [`records/${point.id}.json`]: jsonFile(point),
      'observations.geojson': jsonFile({ type: 'FeatureCollection', features: [point, draft] }),
      [`photos/${sha256}.jpg`]: photo,
      'walks/x.gpx': strToU8('<gpx/>'),
    })
    const first = await taken(file)
    expect(first).toMatchObject({
      jalon: 'rescue',
      madeAt: CARD.madeAt,
      records: { created: 2, duplicate: 0, rejected: 0, deferred: 0 },
      files: { stored: 1, refused: 0 },
    })
    const stored = await server.services.store.read((tx) =>
      tx.observations.get(TERRITORY, point.id),
    )
    // It is the phone's observation, not that of the desk.
    expect(stored?.device).toBe(phone.device)
    expect((await taken(file)).records).toMatchObject({ created: 0, duplicate: 2 })
    // The phone that comes back to life sends them too, and nothing is doubled.
    expect((await phone.push([point, draft])).outcomes.map((one) => one.outcome)).toEqual([
      'duplicate',
      'duplicate',
    ])
    const noted = await server.services.store.read((tx) => tx.audit.list(TERRITORY, { limit: 50 }))
    expect(noted.filter(({ action }) => action === 'rescued')).toHaveLength(2)
  })

  it('[P09] [P10] what cannot be taken is kept aside, and blocks nothing', async () => {
    const good = aReport({ device: phone.device })
    const stranger = aReport({ device: newId() })
    const elsewhere = aReport({ device: phone.device, territory: 'ailleurs' })
    const answer = await taken(
      rescueZip({
        'records/a.json': jsonFile(good),
        'records/b.json': strToU8('{ abîmé'),
        'records/c.json': jsonFile(stranger),
        'records/d.json': jsonFile(elsewhere),
        [`photos/${'0'.repeat(64)}.jpg`]: strToU8('another photo than its name says'),
      }),
    )
    expect(answer.records).toMatchObject({ created: 1, rejected: 3 })
    expect(answer.rejections.map(({ code }) => code).sort()).toEqual([
      'not-a-feature',
      'wrong-device',
      'wrong-territory',
    ])
    expect(answer.files).toEqual({ stored: 0, refused: 1 })
    const kept = await server.services.store.read((tx) => tx.quarantine.list(TERRITORY))
    expect(kept.map((row) => JSON.parse(row.json) as unknown)).toEqual(
      expect.arrayContaining(['{ abîmé', stranger, elsewhere]),
    )
  })

  it('[P10] a photo that the disk spoiled inside the file stops nothing else', async () => {
    const good = aReport({ device: phone.device })
    const name = `photos/${'1'.repeat(64)}.jpg`
    const bytes = rescueZip({
      'records/a.json': jsonFile(good),
      [name]: strToU8('x'.repeat(5_000)),
    })
    const spoiled = Buffer.from(bytes)
    const at = spoiled.indexOf(name) + name.length
    spoiled.fill(0xff, at, at + 12)
    const answer = await taken(spoiled)
    expect(answer.records).toMatchObject({ created: 1 })
    expect(answer.files).toEqual({ stored: 0, refused: 1 })
  })

  it('[P06] a note whose photo is not in the file waits for it', async () => {
    const { bytes: photo, reference } = await aPhoto(2)
    const point = aHeritagePoint({ device: phone.device, photos: [reference] })
    const records = { [`records/${point.id}.json`]: jsonFile(point) }
    expect((await taken(rescueZip(records))).records).toMatchObject({ deferred: 1 })
    await phone.send(photo)
    const found = await server.services.store.read((tx) => tx.observations.get(TERRITORY, point.id))
    expect(found?.observation.id).toBe(point.id)
  })

  it('[P30] says why it is none: no ZIP, no card, a newer one, a bomb', async () => {
    const reason = async (bytes: Uint8Array) => {
      const response = await bring(bytes)
      const body = (await response.json()) as { problem: string; params: { reason: string } }
      return [response.status, body.problem, body.params.reason]
    }
    expect(await reason(strToU8('pas un zip'))).toEqual([422, 'not-a-rescue', 'bad-archive'])
    expect(await reason(zipSync({ 'a.txt': strToU8('x') }))).toEqual([
      422,
      'not-a-rescue',
      'not-a-rescue',
    ])
    expect(await reason(rescueZip({}, { ...CARD, version: 2 }))).toEqual([
      422,
      'not-a-rescue',
      'newer-version',
    ])
    const bomb = rescueZip({ 'records/x.json': new Uint8Array(5_000_000) })
    expect(bomb.length).toBeLessThan(50_000)
    expect(openRescue(bomb)).toEqual({ ok: false, why: 'archive-bomb' })
    const crowd = Object.fromEntries(
      Array.from({ length: 5_001 }, (_, i) => [`x/${i}`, new Uint8Array(0)]),
    )
    expect(openRescue(rescueZip(crowd))).toEqual({ ok: false, why: 'archive-bomb' })
  })

  it('[P30] a table that lies about sizes unfolds to nothing', () => {
    const bytes = rescueZip({ 'records/x.json': jsonFile({ long: 'x'.repeat(10_000) }) })
    const lie = Buffer.from(bytes)
    const table = lie.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    lie.writeUInt32LE(3, table + 24)
    const opened = openRescue(lie)
    const record = opened.ok ? opened.rescue.records[0] : null
    expect(opened.ok && record && !record.isJson ? 'cut' : 'refused').toMatch(/cut|refused/)
    if (record) expect(record.text.length).toBeLessThan(10)
  })

  const features = (texts: readonly string[]) =>
    strToU8(`{"type":"FeatureCollection","features":[${texts.join(',')}]}`)

  it('[P10] [P30] a record that is too deep is kept as text; the one behind it is taken', async () => {
    const good = aReport({ device: phone.device })
    const deep = `{"id":${'['.repeat(20_000)}${']'.repeat(20_000)}}`
    const answer = await taken(
      rescueZip({ 'observations.geojson': features([deep, JSON.stringify(good)]) }),
    )
    expect(answer.records).toMatchObject({ created: 1, rejected: 1 })
    const kept = await server.services.store.read((tx) => tx.quarantine.list(TERRITORY))
    expect(kept.map(({ json }) => JSON.parse(json) as unknown)).toContain(deep)
  })

  it('[P10] a collection that was cut, or holds a number that no double holds, loses nothing else', async () => {
    const good = aReport({ device: phone.device })
    const endless = '{"id":1e999}'
    const whole = features([endless, JSON.stringify(good), '{"id":"ab"'])
    const answer = await taken(rescueZip({ 'observations.geojson': whole.subarray(0, -3) }))
    expect(answer.records).toMatchObject({ created: 1, rejected: 2 })
    const kept = await server.services.store.read((tx) => tx.quarantine.list(TERRITORY))
    expect(kept.map(({ json }) => JSON.parse(json) as unknown)).toContain(endless)
  })

  it('[P30] twenty thousand empty records are one thing kept aside, and no work for minutes', async () => {
    const many = Array.from({ length: 20_000 }, () => '{}')
    const answer = await taken(rescueZip({ 'observations.geojson': features(many) }))
    expect(answer.records).toMatchObject({ created: 0, rejected: 20_000 })
    const kept = await server.services.store.read((tx) => tx.quarantine.list(TERRITORY))
    expect(kept.filter(({ json }) => json === '{}')).toHaveLength(1)
    const tooMany = rescueZip({ 'observations.geojson': features([...many, '{}']) })
    expect(openRescue(tooMany)).toEqual({ ok: false, why: 'archive-bomb' })
  })
})
