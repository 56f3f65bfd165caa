import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ABANDONED_DAYS, sweepBlobs } from '../../../src/server/privacy/sweep-blobs.ts'
import { aPhoto } from '../../support/photos.ts'
import { aHeritagePoint, TERRITORY } from '../../support/records.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

const DAY_MS = 86_400_000

describe('uploads that nobody went on with', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await testServer()
  })
  afterEach(() => server.dispose())

  const kept = async () => {
    const names = new Set<string>()
    for await (const { sha256 } of server.services.blobs.list()) names.add(sha256)
    return names
  }

  it('[S19] go after a fortnight, not a day before; what a record names or waits for stays', async () => {
    const phone = await server.phone()
    const [named, awaited, missing, unnamed, half] = await Promise.all(
      [1, 2, 3, 4, 5].map((seed) => aPhoto(seed)),
    )
    for (const { bytes } of [named!, awaited!, unnamed!]) await phone.send(bytes)
    await phone.push([
      aHeritagePoint({ device: phone.device, photos: [named!.reference] }),
      aHeritagePoint({ device: phone.device, photos: [awaited!.reference, missing!.reference] }),
    ])
    await phone.request(`/api/blobs/${half!.reference.sha256}`, {
      method: 'PATCH',
      headers: { 'Upload-Offset': '0', 'Upload-Length': String(half!.bytes.length) },
      body: half!.bytes.subarray(0, 100) as BodyInit,
    })
    expect((await kept()).size).toBe(4)
    server.setNow(Date.now() + (ABANDONED_DAYS - 1) * DAY_MS)
    expect(await sweepBlobs(server.services)).toBe(0)
    server.setNow(Date.now() + (ABANDONED_DAYS + 1) * DAY_MS)
    expect(await sweepBlobs(server.services)).toBe(2)
    expect(await kept()).toEqual(new Set([named!.reference.sha256, awaited!.reference.sha256]))
    // Whoever sends it after all begins anew, and is not refused.
    expect(await phone.send(half!.bytes)).toBe(half!.reference.sha256)
  })

  it('[S18] a file that outlived the note of its erasure goes at once', async () => {
    const { bytes, reference } = await aPhoto(6)
    const { store, blobs } = server.services
    const sha256 = await blobs.put(TERRITORY, bytes)
    const at = new Date().toISOString()
    await store.transaction((tx) =>
      tx.blobs.put(TERRITORY, [
        {
          ...{ sha256, bytes: bytes.length, storedAt: at, erasedAt: at },
          ...{ device: 'x', content: 'photo' },
        },
      ]),
    )
    expect(await sweepBlobs(server.services)).toBe(1)
    expect(await blobs.progress(TERRITORY, reference.sha256)).toMatchObject({ complete: false })
  })
})
