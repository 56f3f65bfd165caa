import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eraseAnswered } from '../../../src/server/privacy/own-data.ts'
import {
  aHeritageEntity,
  aReport,
  anAnswer,
  aTrack,
  newId,
  TERRITORY,
} from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

const DAY_MS = 86_400_000

describe('one’s own data', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await testServer()
  })
  afterEach(() => server.dispose())

  const walk = async (phone: Phone) => {
    const bytes = Buffer.from(JSON.stringify({ format: 'jalon-fixes', walk: newId() }))
    const sha256 = await phone.send(bytes)
    const fixes = { sha256, bytes: bytes.length, mediaType: 'application/json', count: 0 }
    const track = aTrack(fixes, { device: phone.device })
    await phone.push([track])
    return {
      track,
      sha256,
      file: join(server.dataDir, 'blobs', TERRITORY, sha256.slice(0, 2), sha256),
    }
  }

  it('is given as it was sent, and nobody else’s with it', async () => {
    const [mine, theirs] = [await server.phone(), await server.phone()]
    const report = aReport({ device: mine.device })
    await mine.push([report, { not: 'a record' }])
    await theirs.push([aReport({ device: theirs.device })])
    const response = await mine.request('/api/own-data')
    const data = (await response.json()) as { observations: { observation: unknown }[] }
    expect(data).toMatchObject({ jalon: 'own-data', keptAside: [{ code: 'not-a-feature' }] })
    expect(data.observations.map((one) => one.observation)).toEqual([report])
    expect(JSON.stringify(data)).not.toContain(theirs.device)
  })

  it('[P30] is given whole however much it is, and the office sees what was kept aside', async () => {
    const [mine, staff] = [await server.phone(), await server.phone('staff')]
    const reports = Array.from({ length: 45 }, () => aReport({ device: mine.device }))
    const missing = [{ sha256: 'a'.repeat(64), bytes: 3, mediaType: 'image/jpeg' }]
    const waiting = Array.from({ length: 41 }, () =>
      aReport({ device: mine.device, photos: missing }),
    )
    const junk = Array.from({ length: 30 }, (_, i) => ({ junk: `${i} ${'é'.repeat(400_000)}` }))
    await mine.push(reports)
    await mine.push(waiting)
    for (const one of junk) await mine.push([one])
    interface Data {
      readonly observations: { observation: unknown }[]
      readonly waiting: { observation: { id: string } }[]
      readonly keptAside: { json: string }[]
    }
    const response = await mine.request('/api/own-data')
    expect(response.headers.get('Content-Type')).toBe('application/json')
    const data = (await response.json()) as Data
    expect(data.observations.map((one) => one.observation)).toEqual(reports)
    const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id).sort()
    expect(ids(data.waiting.map((one) => one.observation))).toEqual(ids(waiting))
    const kept = data.keptAside.map(({ json }) => JSON.parse(json) as unknown)
    expect(kept.reverse()).toEqual(junk)

    const shown = await staff.request(`/api/desk/quarantine?territory=${TERRITORY}`)
    const { rows } = (await shown.json()) as { rows: { json: string }[] }
    // Of what is long, the beginning is shown; the file has all of it whole.
    expect(rows).toHaveLength(30)
    for (const row of rows) expect(row).toMatchObject({ isCut: true })
    for (const { json } of rows) expect(json).toHaveLength(20_000)
    const file = await staff.request(`/api/desk/quarantine/file?territory=${TERRITORY}`)
    expect(file.headers.get('Content-Disposition')).toContain('jalon-illisibles.json')
    const whole = (await file.json()) as { id: string; json: string; code: string }[]
    expect(whole.map(({ json }) => JSON.parse(json) as unknown).reverse()).toEqual(junk)
    const { id } = whole[7]!
    const single = await staff.request(`/api/desk/quarantine/file?territory=${TERRITORY}&id=${id}`)
    expect(await single.json()).toEqual([whole[7]])
  })

  it('is forgotten: name, sessions, raw fixes; what was observed stays', async () => {
    const [phone, staff] = [await server.phone(), await server.phone('staff')]
    const { track, file } = await walk(phone)
    expect(existsSync(file)).toBe(true)
    expect((await phone.request('/api/own-data', { method: 'DELETE' })).status).toBe(204)
    expect(existsSync(file)).toBe(false)
    expect((await phone.request('/api/session')).status).toBe(401)
    const rows: string[] = []
    await server.services.store.dump((row) => {
      rows.push(JSON.stringify(row))
      return Promise.resolve()
    })
    expect(rows.join('\n')).not.toContain(`tester ${phone.device.slice(-4)}`)
    const stored = await server.services.store.read((tx) =>
      tx.observations.get(TERRITORY, track.id),
    )
    expect(stored?.observation.id).toBe(track.id)
    expect((await staff.request('/api/session')).status).toBe(200)
  })

  it('[P26] raw fixes are erased 90 days after the decision, and not a day before', async () => {
    const [phone, staff] = [await server.phone(), await server.phone('staff')]
    const [answered, open] = [await walk(phone), await walk(phone)]
    const answer = anAnswer(answered.track)
    await server.services.store.transaction((tx) => tx.catalogue.put(TERRITORY, [answer]))
    const decidedMs = Date.parse(answer.properties.decidedAt)
    server.setNow(decidedMs + 90 * DAY_MS)
    expect(await eraseAnswered(server.services)).toBe(0)
    server.setNow(decidedMs + 90 * DAY_MS + 1)
    expect(await eraseAnswered(server.services)).toBe(1)
    expect(await eraseAnswered(server.services)).toBe(0)
    expect([existsSync(answered.file), existsSync(open.file)]).toEqual([false, true])
    expect((await staff.request(`/api/blobs/${answered.sha256}`)).status).toBe(404)
    expect((await staff.request(`/api/blobs/${open.sha256}`)).status).toBe(200)
  })

  it('[P07] a walk whose fixes were erased is still a duplicate when it comes again', async () => {
    const phone = await server.phone()
    const { track, sha256, file } = await walk(phone)
    await server.services.store.transaction((tx) => tx.catalogue.put(TERRITORY, [anAnswer(track)]))
    server.setNow(Date.now() + 200 * DAY_MS)
    await eraseAnswered(server.services)
    const again = await phone.request(`/api/blobs/${sha256}`, {
      method: 'PATCH',
      headers: { 'Upload-Offset': '0', 'Upload-Length': '4' },
      body: 'what',
    })
    expect(await again.json()).toMatchObject({ complete: true })
    expect(existsSync(file)).toBe(false)
    expect((await phone.push([track])).outcomes).toMatchObject([{ outcome: 'duplicate' }])
  })

  it('[P26] who names the hash of somebody’s raw fixes keeps nothing of them alive, and never reads them', async () => {
    const [mine, other] = [await server.phone(), await server.phone()]
    const { track, sha256, file } = await walk(mine)
    const { fixes } = track.properties as {
      fixes: { bytes: number; mediaType: string; count: number }
    }
    const copied = aTrack({ ...fixes, sha256 }, { device: other.device })
    expect((await other.push([copied])).outcomes).toMatchObject([{ outcome: 'created' }])
    expect((await other.request(`/api/blobs/${sha256}`)).status).toBe(404)
    expect((await mine.request('/api/own-data', { method: 'DELETE' })).status).toBe(204)
    await vi.waitFor(() => expect(existsSync(file)).toBe(false))
    expect((await other.request(`/api/blobs/${sha256}`)).status).toBe(404)
  })

  it('[P26] others’ pulls do not tell when somebody stood before a wash-house', async () => {
    const [reader, staff] = [await server.phone(), await server.phone('staff')]
    const seen = aHeritageEntity()
    await server.services.store.transaction((tx) => tx.catalogue.put(TERRITORY, [seen]))
    const observationsFor = async (who: Phone) =>
      ((await who.pull()).rows[0]!.feature as typeof seen).properties.observations
    expect(await observationsFor(staff)).toEqual(seen.properties.observations)
    const told = await observationsFor(reader)
    expect(told).toHaveLength(seen.properties.observations.length)
    for (const id of told) expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(await observationsFor(reader)).toEqual(told)
  })
})
