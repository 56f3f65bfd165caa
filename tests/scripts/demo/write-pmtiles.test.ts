import fc from 'fast-check'
import { PMTiles, type Source } from 'pmtiles'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../support/simulator/random.ts'
import { writePmtiles, type Archive, type Tile } from '../../../scripts/demo/write-pmtiles.ts'

const archive: Archive = {
  tileType: 'mvt',
  bounds: [-1, 43, 0, 44],
  minZoom: 0,
  maxZoom: 14,
  centre: [-0.5, 43.5, 9],
  metadata: { name: 'Essai', attribution: '© personne' },
}

function open(bytes: Uint8Array): PMTiles {
  const source: Source = {
    getKey: () => 'memory',
    getBytes: (offset, length) => {
      const data = Uint8Array.from(bytes.subarray(offset, offset + length)).buffer
      return Promise.resolve({ data })
    },
  }
  return new PMTiles(source)
}
const textOf = (data: ArrayBuffer | undefined) =>
  data === undefined ? undefined : new TextDecoder().decode(data)
const tile = (z: number, x: number, y: number, text: string): Tile => ({
  ...{ z, x, y },
  data: new TextEncoder().encode(text),
})

describe('a PMTiles archive', () => {
  it('is read back by another reader: header, metadata, tiles, and no tile where there is none', async () => {
    const read = open(writePmtiles([tile(0, 0, 0, 'world'), tile(12, 2041, 1495, 'here')], archive))
    expect(await read.getHeader()).toMatchObject({
      ...{ specVersion: 3, tileType: 1, tileCompression: 2, minZoom: 0, maxZoom: 14 },
      ...{ minLon: -1, minLat: 43, maxLon: 0, maxLat: 44, centerZoom: 9 },
      ...{ numAddressedTiles: 2, clustered: true },
    })
    expect(await read.getMetadata()).toEqual(archive.metadata)
    expect(textOf((await read.getZxy(12, 2041, 1495))?.data)).toBe('here')
    expect(await read.getZxy(12, 2041, 1496)).toBeUndefined()
  })

  it('keeps equal tiles once, and images as they are', async () => {
    const tiles = Array.from({ length: 64 }, (_, i) => tile(3, i % 8, Math.floor(i / 8), 'sea'))
    const read = open(writePmtiles(tiles, { ...archive, tileType: 'png' }))
    expect(await read.getHeader()).toMatchObject({
      ...{ numTileContents: 1, numTileEntries: 1, numAddressedTiles: 64, tileCompression: 1 },
    })
    expect(textOf((await read.getZxy(3, 7, 7))?.data)).toBe('sea')
  })

  it('has leaf directories when there are many tiles', async () => {
    // Lengths without a pattern, or the directory packs to nothing.
    const random = createRandom(7)
    const lengths = Array.from({ length: 20_000 }, () => Math.floor(random.uniform(1, 250)))
    const text = (i: number) => `${i}${'.'.repeat(lengths[i]!)}`
    const tiles = Array.from({ length: 20_000 }, (_, i) =>
      tile(12, (i * 13) % 400, Math.floor(i / 400) * 31, text(i)),
    )
    const read = open(writePmtiles(tiles, { ...archive, tileType: 'png' }))
    expect((await read.getHeader()).leafDirectoryLength).toBeGreaterThan(0)
    for (const i of [0, 199, 4_095, 4_096, 12_345, 19_999]) {
      const found = await read.getZxy(12, (i * 13) % 400, Math.floor(i / 400) * 31)
      expect(textOf(found?.data)).toBe(text(i))
    }
  })

  it('gives back any tiles it was given', async () => {
    const place = fc.integer({ min: 0, max: 14 }).chain((z) => {
      const side = fc.integer({ min: 0, max: 2 ** z - 1 })
      return fc.record({
        z: fc.constant(z),
        x: side,
        y: side,
        text: fc.string({ minLength: 1, maxLength: 3 }),
      })
    })
    const places = fc.uniqueArray(place, { selector: ({ z, x, y }) => `${z}/${x}/${y}` })
    await fc.assert(
      fc.asyncProperty(places, async (chosen) => {
        const read = open(
          writePmtiles(
            chosen.map(({ z, x, y, text }) => tile(z, x, y, text)),
            archive,
          ),
        )
        for (const { z, x, y, text } of chosen) {
          expect(textOf((await read.getZxy(z, x, y))?.data)).toBe(text)
        }
      }),
      { numRuns: 40 },
    )
  })
})
