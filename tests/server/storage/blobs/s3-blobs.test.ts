import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBackup, writeBackup } from '../../../../src/server/storage/backup.ts'
import { s3Blobs } from '../../../../src/server/storage/blobs/s3-blobs.ts'
import { s3Client } from '../../../../src/server/storage/blobs/s3-client.ts'
import { eraseOwnData } from '../../../../src/server/privacy/own-data.ts'
import { aPhoto } from '../../../support/photos.ts'
import { aHeritagePoint, AT, newId, TERRITORY } from '../../../support/records.ts'
import { startS3, type RunningS3 } from '../../../support/s3.ts'
import { testServer } from '../../../support/test-server.ts'
import { blobsContract } from './blobs.contract.ts'

describe('blobs in an S3-compatible store', () => {
  let s3: RunningS3
  let folder: string
  beforeAll(async () => {
    s3 = await startS3()
    folder = await mkdtemp(join(tmpdir(), 'jalon-s3-'))
  })
  afterAll(async () => {
    await s3?.stop()
    await rm(folder, { recursive: true, force: true })
  })
  let made = 0
  blobsContract(() => {
    const place = s3.bucket()
    const spoil = async (territory: string, sha256: string, bytes: Uint8Array) => {
      const file = join(folder, `spoiled-${made++}`)
      await writeFile(file, bytes)
      const name = `${territory}/${sha256.slice(0, 2)}/${sha256}`
      await s3Client(place).putFile(name, file, createHash('sha256').update(bytes).digest('hex'))
    }
    const blobs = s3Blobs(place, join(folder, String(made++)))
    const other = s3Blobs(place, join(folder, String(made++)))
    return Promise.resolve({ blobs, other, spoil })
  })

  it('a bucket that is not there, keys that are wrong, a service that is away: each is said', async () => {
    const place = s3.bucket()
    const check = (more: object) => s3Blobs({ ...place, ...more }, folder).check()
    await expect(check({ bucket: 'nulle-part' })).rejects.toMatchObject({ code: 'no-bucket' })
    await expect(check({ keyId: 'FAUX' })).rejects.toMatchObject({ code: 'refused' })
    const away = check({ endpoint: 'http://127.0.0.1:1' })
    await expect(away).rejects.toMatchObject({ code: 'away' })
  })

  it('[P06] bytes that the store gives back otherwise are never handed on', async () => {
    const place = s3.bucket()
    const blobs = s3Blobs(place, join(folder, 'damaged'))
    const { bytes, reference } = await aPhoto(21)
    const { sha256 } = reference
    await blobs.put(TERRITORY, bytes)
    const client = s3Client(place)
    const name = `${TERRITORY}/${sha256.slice(0, 2)}/${sha256}`
    const other = await s3Blobs(place, folder).put('autre', Buffer.from('Autre chose.'))
    await blobs.withFile('autre', other, (file) => client.putFile(name, file, other))
    await expect(blobs.read(TERRITORY, sha256)).rejects.toThrow('not what was stored')
    const lent = blobs.withFile(TERRITORY, sha256, () => Promise.resolve(true))
    await expect(lent).rejects.toThrow('not what was stored')
  })

  it('[P17] [P26] [P27] a server works on it: photos, backup and restore, erasure', async () => {
    const place = s3.bucket()
    const server = await testServer({ s3: place })
    try {
      const phone = await server.phone()
      const photos = [await aPhoto(22), await aPhoto(23)]
      for (const { bytes } of photos) await phone.send(bytes)
      const references = photos.map(({ reference }) => reference)
      const point = aHeritagePoint({ device: phone.device, photos: references })
      const { outcomes } = await phone.push([point])
      expect(outcomes).toMatchObject([{ outcome: 'created' }])
      const { sha256 } = references[0]!
      const jpeg = await phone.request(`/api/blobs/${sha256}`)
      expect(jpeg.headers.get('Content-Type')).toBe('image/jpeg')
      const backup = join(folder, 'backup')
      expect((await writeBackup(server.services, backup, AT)).blobs).toBe(2)

      const { services } = server
      const device = await services.store.read((tx) => tx.people.getDevice(TERRITORY, phone.device))
      await eraseOwnData(services, {
        ...{ account: device!.account, device: phone.device, territory: TERRITORY },
        ...{ role: 'tester', pseudonym: '', revoked: false, stale: false },
      })
      const left = []
      for await (const one of s3Client(place).list()) left.push(one)
      expect(left).toEqual([])

      const elsewhere = await testServer({ s3: s3.bucket(), territories: [] })
      try {
        const { missingBlobs } = await readBackup(elsewhere.services, backup, newId)
        expect(missingBlobs).toBe(0)
        const bytes = await elsewhere.services.blobs.read(TERRITORY, sha256)
        expect(Buffer.from(bytes!).equals(photos[0]!.bytes)).toBe(true)
      } finally {
        await elsewhere.dispose()
      }
    } finally {
      await server.dispose()
    }
  })
})
