import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RescueAnswer } from '../../../src/contract/rescue.ts'
import { sweepBlobs } from '../../../src/server/privacy/sweep-blobs.ts'
import { aPhoto } from '../../support/photos.ts'
import { aHeritagePoint, aReport, newId, TERRITORY } from '../../support/records.ts'
import { jsonFile, rescueZip } from '../../support/rescue-zip.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

describe('what a rescue file brings that is kept aside', () => {
  let server: TestServer
  let phone: Phone
  let staff: Phone
  beforeEach(async () => {
    server = await testServer()
    phone = await server.phone()
    staff = await server.phone('staff')
  })
  afterEach(() => server.dispose())
  const taken = async (bytes: Uint8Array) => {
    const path = `/api/desk/rescue?territory=${TERRITORY}`
    const answer = await staff.request(path, { method: 'POST', body: Buffer.from(bytes) })
    return (await answer.json()) as RescueAnswer
  }

  it('[P09] the photos of what is kept aside stay as long, for whoever takes it in at last', async () => {
    const [{ bytes: photo, reference }, other] = [await aPhoto(3), newId()]
    const point = aHeritagePoint({ device: other, photos: [reference] })
    const answer = await taken(
      rescueZip({ 'records/a.json': jsonFile(point), [`photos/${reference.sha256}.jpg`]: photo }),
    )
    expect(answer.rejections).toEqual([{ code: 'wrong-device', count: 1 }])
    server.setNow(Date.now() + 60 * 86_400_000)
    await sweepBlobs(server.services)
    const [kept] = await server.services.store.read((tx) => tx.quarantine.list(TERRITORY))
    const path = `/api/desk/quarantine/${kept!.id}/take-in`
    expect(await (await staff.request(path, { method: 'POST' })).json()).toMatchObject({
      outcome: { outcome: 'created', id: point.id },
    })
  })

  it('[S18] of who was forgotten, nothing comes back, not even aside', async () => {
    const report = aReport({ device: phone.device, text: 'Le banc de Camille' })
    const { status } = await phone.request('/api/own-data', { method: 'DELETE' })
    expect(status).toBe(204)
    const other = aReport({ device: newId() })
    const answer = await taken(
      rescueZip({ 'records/a.json': jsonFile(report), 'records/b.json': jsonFile(other) }),
    )
    expect(answer.records).toMatchObject({ created: 0, rejected: 2 })
    expect(answer.rejections.map(({ code }) => code).sort()).toEqual([
      'device-revoked',
      'wrong-device',
    ])
    const kept = await server.services.store.read((tx) => tx.quarantine.list(TERRITORY))
    expect(kept.map(({ record }) => record)).toEqual([other.id])
  })
})
