import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sweepBlobs } from '../../../src/server/privacy/sweep-blobs.ts'
import { REVOKED_QUOTA } from '../../../src/server/sync/revoked-quota.ts'
import { aHeritagePoint, aTrack, hashOf, newId, TERRITORY } from '../../support/records.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

interface Kept {
  readonly id: string
  readonly record?: string
  readonly code: string
  readonly pseudonym: string
}

describe('a phone whose access was withdrawn', () => {
  let server: TestServer
  let staff: Phone
  let phone: Phone
  beforeEach(async () => {
    server = await testServer()
    ;[staff, phone] = [await server.phone('staff'), await server.phone()]
    await staff.request(`/api/devices/${phone.device}`, { method: 'DELETE' })
  })
  afterEach(() => server.dispose())

  const walk = async (who: Phone) => {
    const bytes = Buffer.from(JSON.stringify({ format: 'jalon-fixes', walk: newId() }))
    const sha256 = await who.send(bytes)
    const fixes = { sha256, bytes: bytes.length, mediaType: 'application/json', count: 0 }
    return { sha256, track: aTrack(fixes, { device: who.device }) }
  }
  const quarantine = async () =>
    (
      (await (await staff.request(`/api/desk/quarantine?territory=${TERRITORY}`)).json()) as {
        rows: Kept[]
      }
    ).rows
  const takeIn = (id: string, who = staff) =>
    who.request(`/api/desk/quarantine/${id}/take-in`, { method: 'POST' })

  it('[S8] [P09] hands its walk over with its fixes, reads nothing back, and the office takes it in', async () => {
    const { sha256, track } = await walk(phone)
    expect((await phone.push([track])).outcomes).toEqual([
      { id: track.id, outcome: 'rejected', code: 'device-revoked' },
    ])
    for (const path of [`/api/blobs/${sha256}`, `/api/pull?territory=${TERRITORY}`]) {
      const refused = await phone.request(path)
      expect([refused.status, await refused.json()]).toEqual([401, { problem: 'device-revoked' }])
    }
    const [kept] = await quarantine()
    expect(kept).toMatchObject({ record: track.id, code: 'device-revoked' })
    // Nobody names its fixes yet: they are kept for as long as it is.
    server.setNow(Date.now() + 60 * 86_400_000)
    expect(await sweepBlobs(server.services)).toBe(0)
    const other = await server.phone('referent', { association: 'A' })
    expect((await takeIn(kept!.id, other)).status).toBe(403)
    expect(await (await takeIn(kept!.id)).json()).toMatchObject({
      jalon: 'taken-in',
      outcome: { outcome: 'created', id: track.id, blobs: [sha256] },
    })
    expect(await quarantine()).toEqual([])
    expect((await takeIn(kept!.id)).status).toBe(404)
    const stored = await server.services.store.read((tx) =>
      tx.observations.get(TERRITORY, track.id),
    )
    expect(stored).toMatchObject({ device: phone.device })
    const audit = await server.services.store.read((tx) => tx.audit.list(TERRITORY, { limit: 1 }))
    expect(audit).toMatchObject([{ action: 'taken-in', subject: track.id }])
  })

  it('[S8] goes on where an upload was cut', async () => {
    const bytes = Buffer.from('{"format":"jalon-fixes"}')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const piece = (offset: number, end: number) =>
      phone.request(`/api/blobs/${sha256}`, {
        method: 'PATCH',
        headers: { 'Upload-Offset': `${offset}`, 'Upload-Length': `${bytes.length}` },
        body: bytes.subarray(offset, end),
      })
    expect((await piece(0, 10)).status).toBe(200)
    const head = await phone.request(`/api/blobs/${sha256}`, { method: 'HEAD' })
    expect(head.headers.get('Upload-Offset')).toBe('10')
    expect(await (await piece(10, bytes.length)).json()).toMatchObject({ complete: true })
  })

  it('what cannot be read even so stays aside, and the office is told why', async () => {
    await phone.push([{ not: 'a record' }])
    const [kept] = await quarantine()
    expect(await (await takeIn(kept!.id)).json()).toMatchObject({
      outcome: { outcome: 'rejected', code: 'not-a-feature' },
    })
    expect((await quarantine()).map((row) => row.id)).toContain(kept!.id)
  })

  it('[S8] brings so much and no more', async () => {
    const { store } = server.services
    const fill = (room: { bytes: number; records: number }) =>
      store.transaction((tx) =>
        tx.quarantine.addToQuota(TERRITORY, phone.device, room, REVOKED_QUOTA),
      )
    await fill({ bytes: REVOKED_QUOTA.bytes - 3, records: REVOKED_QUOTA.records - 1 })
    const bytes = Buffer.from('{"a":1}')
    const blob = await phone.request(`/api/blobs/${hashOf('any')}`, {
      method: 'PATCH',
      headers: { 'Upload-Offset': '0', 'Upload-Length': `${bytes.length}` },
      body: bytes,
    })
    expect([blob.status, await blob.json()]).toEqual([401, { problem: 'device-revoked' }])
    const point = () => aHeritagePoint({ device: phone.device })
    expect((await phone.push([point()])).outcomes).toMatchObject([{ outcome: 'rejected' }])
    await expect(phone.push([point()])).rejects.toThrow('401 {"problem":"device-revoked"}')
    const other = await server.phone()
    expect((await other.push([aHeritagePoint({ device: other.device })])).outcomes).toMatchObject([
      { outcome: 'created' },
    ])
  })

  it('[S8] what two hands take in at once is written down once', async () => {
    await phone.push([aHeritagePoint({ device: phone.device })])
    const [kept] = await quarantine()
    const taken = await Promise.all([1, 2, 3, 4].map(() => takeIn(kept!.id)))
    // Who comes last may find it gone.
    for (const { status } of taken) expect([200, 404]).toContain(status)
    const { store } = server.services
    const journal = await store.read((tx) => tx.audit.list(TERRITORY, { limit: 50 }))
    expect(journal.filter(({ action }) => action === 'taken-in')).toHaveLength(1)
  })

  it('[S8] asks so often and no more', async () => {
    const statuses = new Set<number>()
    for (let i = 0; i < 301; i++) {
      const body = JSON.stringify({
        ...{ protocol: 1, device: phone.device, sentAt: new Date().toISOString(), records: [] },
      })
      statuses.add((await phone.request('/api/push', { method: 'POST', body })).status)
    }
    expect([...statuses]).toEqual([200, 429])
  })

  it('[P08] a phone that pairs again sends the same walk, which is then nobody’s double', async () => {
    const { track } = await walk(phone)
    await phone.push([track])
    const again = await server.phone('tester', { device: phone.device, cookie: phone.cookie })
    expect((await again.push([track])).outcomes).toMatchObject([{ outcome: 'created' }])
    const [kept] = await quarantine()
    expect(await (await takeIn(kept!.id)).json()).toMatchObject({
      outcome: { outcome: 'duplicate', id: track.id },
    })
    expect(await quarantine()).toEqual([])
  })
})
