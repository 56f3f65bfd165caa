import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { FilesContext } from '../../src/cli/on-files.ts'
import { openTerrain } from '../../src/cli/open-terrain.ts'
import { oneTileTerrain } from '../support/one-tile-terrain.ts'

it('reads altitudes between the pixels of a local terrarium archive', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'jalon-dem-')), 'terrain.pmtiles')
  writeFileSync(path, await oneTileTerrain((x) => 10 * x + 0.5))
  const terrain = await openTerrain({ t: (key: string) => key } as FilesContext, path)
  const degreesPerPixel = 360 / 256
  const lonOfPixel = (x: number): number => -180 + (x + 0.5) * degreesPerPixel
  const altitudes = await terrain([
    [lonOfPixel(100), 43.7],
    [lonOfPixel(100.25), 43.7],
    [lonOfPixel(127.5), -20],
  ])
  expect(altitudes[0]).toBeCloseTo(1000.5, 2)
  expect(altitudes[1]).toBeCloseTo(1003, 2)
  expect(altitudes[2]).toBeCloseTo(1275.5, 2)
})
