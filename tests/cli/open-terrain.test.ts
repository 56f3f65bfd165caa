import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fakeAltimetry } from '../support/fake-altimetry.ts'
import { oneTileTerrain } from '../support/one-tile-terrain.ts'
import { jalon } from '../support/running-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'jalon-dem-'))
const line = join(folder, 'line.geojson')
const coordinates = [
  [-0.6, 43.7],
  [-0.55, 43.7],
]
writeFileSync(line, JSON.stringify({ type: 'LineString', coordinates }))

it('[P25] takes the climb from a local archive, or says that the file is none', async () => {
  const archive = join(folder, 'terrain.pmtiles')
  writeFileSync(archive, await oneTileTerrain((x) => 10 * x))
  const { stdout } = await jalon(['climb', line, '--dem', archive, '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ source: 'terrain', method: 'terrain-turning-points' })
  const { code, stderr } = await jalon(['climb', line, '--dem', line, '--lang', 'en'])
  expect(code).toBe(2)
  expect(stderr).toContain('no readable terrain model')
})

it('[P25] asks the altimetry service only when told to, and says in words that it does not answer', async () => {
  const service = await fakeAltimetry((lon) => 100 + 4_000 * (lon + 0.6))
  const environment = { JALON_ALTIMETRY_URL: service.url, XDG_CACHE_HOME: folder }
  try {
    const without = await jalon(['climb', line, '--json'], environment)
    expect(without.code).toBe(2)
    expect(service.requests).toHaveLength(0)
    service.refusals.push({ status: 400 })
    const refused = await jalon(['climb', line, '--dem', 'ign', '--lang', 'en'], environment)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('did not answer (HTTP 400)')
    const { stdout } = await jalon(['climb', line, '--dem', 'ign', '--json'], environment)
    expect(JSON.parse(stdout)).toMatchObject({ source: 'terrain', ascentM: 200, descentM: 0 })
  } finally {
    await service.stop()
  }
})
