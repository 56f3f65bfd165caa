import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import english from '../../../../src/locales/en/problems.json' with { type: 'json' }
import french from '../../../../src/locales/fr/problems.json' with { type: 'json' }
import { contentOf as whatIs } from '../../../../src/server/storage/blobs/blob-content.ts'
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
    return (await whatIs(file)).content
  }

  it('[S7] HEIC is told by its name, whatever brand of it; AVIF is a photo like another', async () => {
    expect(await contentOf(aHeic('heic', 'mif1', 'heic'))).toBe('heic')
    expect(await contentOf(aHeic('mif1', 'mif1', 'heix'))).toBe('heic')
    const plain = sharp({ create: { width: 16, height: 16, channels: 3, background: '#888' } })
    expect(await contentOf(await plain.avif().toBuffer())).toBe('photo')
    expect(await contentOf(aHeic('qt  '))).toBe('not-an-image')
    expect(await contentOf(Buffer.from('ftyp'))).toBe('not-an-image')
    expect(await contentOf(Buffer.alloc(0))).toBe('not-an-image')
  })

  it('[S7] is told from its first bytes, and from all of it when a camera wrote much before the picture', async () => {
    const plain = sharp({ create: { width: 16, height: 16, channels: 3, background: '#888' } })
    const jpeg = await plain.jpeg().toBuffer()
    // Application segments hold at most 65,533 bytes each: colour profiles and previews take several.
    const segment = Buffer.concat([Buffer.from([0xff, 0xe4, 0xff, 0xff]), Buffer.alloc(65_533)])
    const late = Buffer.concat([jpeg.subarray(0, 2), segment, segment, jpeg.subarray(2)])
    expect(await contentOf(jpeg)).toBe('photo')
    expect(await contentOf(late)).toBe('photo')
    expect(await contentOf(late.subarray(0, 100_000))).toBe('not-an-image')
    const raw = { width: 300, height: 200, channels: 3 } as const
    const noise = sharp(randomBytes(300 * 200 * 3), { raw })
    const others = [noise.png(), noise.webp({ quality: 100 }), noise.gif()]
    for (const other of others) expect(await contentOf(await other.toBuffer())).toBe('photo')
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
