import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { drawLine } from '../../../scripts/demo/draw-line.ts'
import { DEMO_TRAILS } from '../../../scripts/demo/trails.ts'
import { climbOnTerrain } from '../../../src/domain/geo/climb/terrain-climb.ts'
import { NO_TERRAIN, openTerrainModels } from '../../../src/server/terrain/terrain-models.ts'
import { UnreadableTerrain } from '../../../src/server/terrain/terrarium.ts'
import { oneTileTerrain } from '../../support/one-tile-terrain.ts'

const folder = mkdtempSync(join(tmpdir(), 'jalon-ground-'))
const REAL = { demo: false }
const DEMO = { demo: true }

it('a territory has the ground that is set up, the demonstration its own, nobody else any', async () => {
  const file = join(folder, 'ground.pmtiles')
  writeFileSync(file, await oneTileTerrain((x) => 10 * x))
  const grounds = await openTerrainModels(file)
  expect(await grounds.of(REAL)!([[0, 0]])).toEqual([1275])
  expect(grounds.of(DEMO)).not.toBe(grounds.of(REAL))
  expect((await openTerrainModels(undefined)).of(REAL)).toBeNull()
  expect(NO_TERRAIN.of(REAL)).toBeNull()
})

it('a file that is no ground is refused at the start, not at the first publication', async () => {
  await expect(openTerrainModels(import.meta.filename)).rejects.toThrow(UnreadableTerrain)
})

it.each(Object.entries(DEMO_TRAILS))(
  '[P25] the demonstration’s ground lies under its trails: %s',
  async (_, { drawing, seed }) => {
    const terrain = (await openTerrainModels(undefined)).of(DEMO)!
    const line = drawLine(drawing, seed)
    const ground = await terrain(line)
    const misses = line.map(([, , eleM], i) => Math.abs(eleM! - (ground[i] ?? Infinity)))
    expect(misses.sort((a, b) => a - b)[Math.floor(misses.length / 2)]).toBeLessThan(1)
    expect(await climbOnTerrain(line, terrain)).toMatchObject({ source: 'terrain' })
  },
)
