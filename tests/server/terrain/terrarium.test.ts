import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { writePmtiles } from '../../../scripts/demo/write-pmtiles.ts'
import { openTerrarium, UnreadableTerrain } from '../../../src/server/terrain/terrarium.ts'
import { oneTileTerrain } from '../../support/one-tile-terrain.ts'
import { groundM, terrainContract } from './terrain.contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'jalon-dem-'))

/** Two tiles of zoom 1: the north of the world. The south is not in the archive. */
async function northOfTheWorld(): Promise<string> {
  const size = 1_024
  const tiles = await Promise.all(
    [0, 1].map(async (x) => {
      const rgb = new Uint8Array(3 * size * size)
      for (let i = 0; i < size * size; i += 1) {
        const lon = ((x + ((i % size) + 0.5) / size) / 2) * 360 - 180
        const height = groundM(lon, 43)! + 32_768
        rgb.set([Math.floor(height / 256), Math.floor(height) % 256, (height % 1) * 256], 3 * i)
      }
      const image = sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
      return { z: 1, x, y: 0, data: await image.webp({ lossless: true }).toBuffer() }
    }),
  )
  const path = join(folder, 'north.pmtiles')
  const archive = writePmtiles(tiles, {
    tileType: 'webp',
    bounds: [-180, 0, 180, 85],
    minZoom: 1,
    maxZoom: 1,
    centre: [0, 40, 1],
    metadata: { encoding: 'terrarium' },
  })
  writeFileSync(path, archive)
  return path
}

terrainContract('a local archive of terrarium tiles', async () =>
  openTerrarium(await northOfTheWorld()),
)

it('reads altitudes between the pixels', async () => {
  const path = join(folder, 'one.pmtiles')
  writeFileSync(path, await oneTileTerrain((x) => 10 * x + 0.5))
  const terrain = await openTerrarium(path)
  const lonOfPixel = (x: number): number => -180 + (x + 0.5) * (360 / 256)
  const altitudes = await terrain([
    [lonOfPixel(100), 43.7],
    [lonOfPixel(100.25), 43.7],
    [lonOfPixel(127.5), -20],
  ])
  expect(altitudes[0]).toBeCloseTo(1000.5, 2)
  expect(altitudes[1]).toBeCloseTo(1003, 2)
  expect(altitudes[2]).toBeCloseTo(1275.5, 2)
})

it.each([
  ['a file that is not there', join(folder, 'nowhere.pmtiles')],
  ['a map of vectors', join(import.meta.dirname, '../../../data/demo/map.pmtiles')],
  ['something else', import.meta.filename],
])('refuses %s', async (_, path) => {
  await expect(openTerrarium(path)).rejects.toThrow(UnreadableTerrain)
})
