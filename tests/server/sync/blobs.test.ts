import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { blobAnswer } from '../../../src/contract/protocol.ts'
import { aHeritageEntity, aHeritagePoint, anAnswer, TERRITORY } from '../../support/records.ts'
import { aPhoto } from '../../support/photos.ts'
import { testServer, type Phone, type TestServer } from '../../support/test-server.ts'

describe('blobs', () => {
  let server: TestServer
  let phone: Phone
  beforeAll(async () => {
    server = await testServer()
    phone = await server.phone()
  })
  afterAll(() => server.dispose())

  const nameOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  const patch = (sha256: string, offset: number, chunk: Uint8Array, length: number, who = phone) =>
    who.request(`/api/blobs/${sha256}`, {
      method: 'PATCH',
      headers: { 'Upload-Offset': String(offset), 'Upload-Length': String(length) },
      body: chunk as BodyInit,
    })
  const head = (sha256: string) => phone.request(`/api/blobs/${sha256}`, { method: 'HEAD' })
  const fileOf = (sha256: string) =>
    join(server.dataDir, 'blobs', TERRITORY, sha256.slice(0, 2), sha256)

  it('[S10] sent in pieces, it is whole at the end, and its bytes are the ones sent', async () => {
    const bytes = randomBytes(100_000)
    const sha256 = nameOf(bytes)
    expect((await head(sha256)).status).toBe(404)
    for (const [from, to] of [
      [0, 40_000],
      [40_000, 90_000],
      [90_000, 100_000],
    ] as const) {
      const response = await patch(sha256, from, bytes.subarray(from, to), bytes.length)
      const answer = blobAnswer.parse(await response.json())
      expect(answer).toMatchObject({ sha256, offset: to, complete: to === bytes.length })
      const resumed = await head(sha256)
      expect(resumed.headers.get('Upload-Offset')).toBe(String(to))
      expect(resumed.headers.get('X-Jalon')).toBe(server.services.identity.server)
    }
    expect(await readFile(fileOf(sha256))).toEqual(bytes)
  })

  it('[S10] a piece at the wrong place is refused with the right place', async () => {
    const bytes = randomBytes(1_000)
    const sha256 = nameOf(bytes)
    await patch(sha256, 0, bytes.subarray(0, 400), 1_000)
    const response = await patch(sha256, 700, bytes.subarray(700), 1_000)
    expect([response.status, await response.json()]).toEqual([
      409,
      { problem: 'blob-offset', params: { offset: 400 } },
    ])
    expect((await patch(sha256, 400, bytes.subarray(400), 1_000)).status).toBe(200)
  })

  it('[S10] [P07] sending again what is there changes nothing', async () => {
    const bytes = randomBytes(500)
    const sha256 = await phone.send(bytes)
    for (const chunk of [bytes, randomBytes(500)]) {
      const answer = blobAnswer.parse(await (await patch(sha256, 0, chunk, 500)).json())
      expect(answer).toMatchObject({ offset: 500, complete: true })
    }
    expect(await readFile(fileOf(sha256))).toEqual(bytes)
  })

  it('[S10] a part that is longer than the blob is begun anew', async () => {
    const bytes = randomBytes(100)
    const sha256 = nameOf(bytes)
    await patch(sha256, 0, randomBytes(150), 1_000)
    const response = await patch(sha256, 0, bytes, 100)
    expect(await response.json()).toEqual({ problem: 'blob-offset', params: { offset: 0 } })
    expect((await patch(sha256, 0, bytes, 100)).status).toBe(200)
  })

  it('[S10] all bytes there but never named: an empty piece names them', async () => {
    const bytes = randomBytes(100)
    const sha256 = nameOf(bytes)
    await patch(sha256, 0, bytes, 101)
    const answer = blobAnswer.parse(await (await patch(sha256, 100, Buffer.alloc(0), 100)).json())
    expect(answer).toMatchObject({ offset: 100, complete: true })
  })

  it('[S11] bytes that are not that blob are refused, and a right sending still works', async () => {
    const bytes = randomBytes(300)
    const sha256 = nameOf(bytes)
    const response = await patch(sha256, 0, randomBytes(300), 300)
    expect([response.status, await response.json()]).toEqual([422, { problem: 'wrong-hash' }])
    expect((await head(sha256)).status).toBe(404)
    expect((await patch(sha256, 0, bytes, 300)).status).toBe(200)
  })

  it('[P07] two tabs sending one photo at once store it once', async () => {
    const bytes = randomBytes(50_000)
    const sha256 = nameOf(bytes)
    const answers = await Promise.all([1, 2, 3, 4].map(() => patch(sha256, 0, bytes, bytes.length)))
    for (const answer of answers) expect(answer.status).toBe(200)
    expect((await stat(fileOf(sha256))).size).toBe(50_000)
    const folder = await readdir(join(server.dataDir, 'blobs', TERRITORY, sha256.slice(0, 2)))
    expect(folder.filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('[S12] more than the limit is refused, announced or not', async () => {
    const sha256 = nameOf(randomBytes(8))
    expect((await patch(sha256, 0, randomBytes(10), 25_000_001)).status).toBe(413)
    expect((await patch(sha256, 0, Buffer.alloc(25_000_001), 25_000_001)).status).toBe(413)
    expect((await patch(sha256, 0, randomBytes(10), 7)).status).toBe(413)
  })

  it('[P30] a name that is no hash never reaches the disk', async () => {
    for (const name of ['..%2f..%2fetc%2fpasswd', 'ABC', '%00', 'a'.repeat(65), '..']) {
      const response = await phone.request(`/api/blobs/${name}`, {
        method: 'PATCH',
        headers: { 'Upload-Offset': '0' },
        body: 'x',
      })
      expect([400, 404]).toContain(response.status)
    }
    for (const offset of ['-1', '1e3', '99999999999999', 'x']) {
      const response = await phone.request(`/api/blobs/${'a'.repeat(64)}`, {
        method: 'PATCH',
        headers: { 'Upload-Offset': offset },
        body: 'x',
      })
      expect(response.status).toBe(400)
    }
  })

  it('[P17] others get a photo encoded again: no EXIF, no place, at most 1,600 pixels', async () => {
    const { bytes, reference } = await aPhoto(7, { widthPx: 2_400, heightPx: 1_000 })
    expect(Buffer.from(bytes).includes('SecretCamera')).toBe(true)
    await phone.send(bytes)
    await phone.push([aHeritagePoint({ device: phone.device, photos: [reference] })])
    for (const [size, widthPx] of [
      ['large', 1_600],
      ['small', 480],
    ] as const) {
      const response = await phone.request(`/api/blobs/${reference.sha256}?size=${size}`)
      expect(response.headers.get('Content-Type')).toBe('image/jpeg')
      const jpeg = Buffer.from(await response.arrayBuffer())
      const { width, exif, format } = await sharp(jpeg).metadata()
      expect({ width, exif, format }).toEqual({ width: widthPx, exif: undefined, format: 'jpeg' })
      expect(jpeg.includes('SecretCamera') || jpeg.includes('Exif')).toBe(false)
    }
  })

  it('[P29] a blob is read by its author and the office; by all once it is in the catalogue', async () => {
    const [other, staff] = [await server.phone(), await server.phone('staff')]
    const { bytes, reference } = await aPhoto(8)
    const { sha256 } = reference
    await phone.send(bytes)
    const read = async (who: Phone) => (await who.request(`/api/blobs/${sha256}`)).status
    expect(await read(phone)).toBe(404)
    const point = aHeritagePoint({ device: phone.device, photos: [reference] })
    await phone.push([point])
    expect([await read(phone), await read(staff), await read(other)]).toEqual([200, 200, 404])
    const entity = aHeritageEntity({ photos: [{ sha256 }], observations: [point.id] })
    const answer = anAnswer(point)
    await server.services.store.transaction((tx) =>
      tx.catalogue.put(TERRITORY, [
        entity,
        { ...answer, properties: { ...answer.properties, into: entity.id } },
      ]),
    )
    expect(await read(other)).toBe(200)
    expect((await server.request(`/api/blobs/${sha256}`)).status).toBe(401)
  })

  it('[S12] [P29] to know the name of another person’s blob opens nothing', async () => {
    const curious = await server.phone()
    const { bytes, reference } = await aPhoto(11)
    await phone.send(bytes)
    await phone.push([aHeritagePoint({ device: phone.device, photos: [reference] })])
    const theirs = aHeritagePoint({ device: curious.device, photos: [reference] })
    // Taken: two people may well hold one photo, and the office sees both records.
    expect((await curious.push([theirs])).outcomes).toMatchObject([{ outcome: 'created' }])
    const read = async (who: Phone) => (await who.request(`/api/blobs/${reference.sha256}`)).status
    expect([await read(phone), await read(curious)]).toEqual([200, 404])
  })

  it('[P18] a blob whose note was lost with the process is found again by the next push', async () => {
    const { bytes, reference } = await aPhoto(9)
    // The file is whole; the server stopped before telling its store.
    await server.services.blobs.append(TERRITORY, reference.sha256, {
      offset: 0,
      bytes: [bytes],
      length: bytes.length,
      limit: bytes.length,
    })
    const point = aHeritagePoint({ device: phone.device, photos: [reference] })
    expect((await phone.push([point])).outcomes).toMatchObject([{ outcome: 'created' }])
  })
})
