import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import english from '../../../../src/locales/en/problems.json' with { type: 'json' }
import french from '../../../../src/locales/fr/problems.json' with { type: 'json' }
import { photoContent } from '../../../../src/server/storage/blobs/photo-files.ts'
import { aHeritagePoint, TERRITORY } from '../../../support/records.ts'
import { testServer } from '../../../support/test-server.ts'

/** The first box of a file as iPhones write it, then whatever. */
function aHeic(...brands: readonly string[]): Buffer {
  const [main = '', ...others] = brands
  const names = [main, '\0\0\0\0', ...others].join('')
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + names.length)
  head.write('ftyp', 4)
  return Buffer.concat([head, Buffer.from(names, 'latin1'), Buffer.alloc(300, 7)])
}

describe('what a photo is', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-photo-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const contentOf = async (bytes: Uint8Array) => {
    const file = join(folder, 'photo')
    await writeFile(file, bytes)
    return photoContent(file)
  }

  it('[S7] HEIC is told by its name, whatever brand of it; AVIF is a photo like another', async () => {
    expect(await contentOf(aHeic('heic', 'mif1', 'heic'))).toBe('heic')
    expect(await contentOf(aHeic('mif1', 'mif1', 'heix'))).toBe('heic')
    const plain = sharp({ create: { width: 16, height: 16, channels: 3, background: '#888' } })
    expect(await contentOf(await plain.avif().toBuffer())).toBe('photo')
    expect(await contentOf(aHeic('qt  '))).toBe('not-an-image')
    expect(await contentOf(Buffer.from('ftyp'))).toBe('not-an-image')
  })

  it('[S7] [P09] a record with one is refused with its own sentence, kept as sent, and so is the photo', async () => {
    const server = await testServer()
    try {
      const phone = await server.phone()
      const bytes = aHeic('heic', 'mif1', 'heic')
      const sha256 = await phone.send(bytes)
      const photos = [{ sha256, bytes: bytes.length, mediaType: 'image/heic' }]
      const point = aHeritagePoint({ device: phone.device, photos })
      const { outcomes } = await phone.push([point])
      const refusal = { code: 'heic-photo', field: 'properties.photos.0' }
      expect(outcomes).toMatchObject([{ outcome: 'rejected', ...refusal }])
      for (const words of [french, english]) expect(words.record['heic-photo']).toContain('HEIC')
      const { store, blobs } = server.services
      const [kept] = await store.read((tx) => tx.quarantine.list(TERRITORY))
      expect(kept).toMatchObject({ record: point.id, ...refusal, json: JSON.stringify(point) })
      expect(Buffer.from((await blobs.read(TERRITORY, sha256))!).equals(bytes)).toBe(true)
    } finally {
      await server.dispose()
    }
  })
})
