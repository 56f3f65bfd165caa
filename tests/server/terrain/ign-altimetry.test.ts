import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Position } from 'geojson'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AltimetryUnavailable, ignAltimetry } from '../../../src/server/terrain/ign-altimetry.ts'
import { fakeAltimetry, type FakeAltimetry } from '../../support/fake-altimetry.ts'
import { groundM, terrainContract } from './terrain.contract.ts'

let service: FakeAltimetry
const waits: number[] = []
const newFolder = () => mkdtempSync(join(tmpdir(), 'jalon-altimetry-'))

beforeAll(async () => (service = await fakeAltimetry(groundM)))
afterAll(() => service.stop())
beforeEach(() => {
  service.requests.length = service.refusals.length = waits.length = 0
})

/** A clock that moves only when somebody waits. */
function open(cacheDir = newFolder()) {
  let now = 0
  return ignAltimetry({
    cacheDir,
    url: service.url,
    nowMs: () => now,
    wait: (ms) => {
      if (ms > 0) waits.push(ms)
      now += ms
      return Promise.resolve()
    },
  })
}
const line = (count: number): Position[] =>
  Array.from({ length: count }, (_, i) => [i / 1_000, 43.7])

terrainContract('the altimetry service', () => Promise.resolve(open()))

describe('the altimetry service is asked politely', () => {
  it('in the words of its documentation, at most 5,000 points a request, a quarter of a second apart', async () => {
    await open()(line(11_000))
    expect(service.requests.map(({ lon }) => lon.split('|').length)).toEqual([5_000, 5_000, 1_000])
    expect(service.requests[0]).toMatchObject({
      resource: 'ign_rge_alti_wld',
      delimiter: '|',
      zonly: 'true',
    })
    expect(service.requests[0]!.lon.split('|').slice(0, 2)).toEqual(['0.00000', '0.00100'])
    expect(waits).toEqual([250, 250])
  })

  it('once for each place, whatever the order, and never again for what it has told', async () => {
    const folder = newFolder()
    const there = line(30)
    const altitudes = await open(folder)([...there, ...there.toReversed(), [5, -10]])
    expect(service.requests).toHaveLength(1)
    expect(service.requests[0]!.lon.split('|')).toHaveLength(31)
    expect(await open(folder)([[5, -10], ...there])).toEqual([null, ...altitudes.slice(0, 30)])
    expect(service.requests).toHaveLength(1)
  })

  it('asks again for a cache that cannot be read', async () => {
    const folder = newFolder()
    await open(folder)(line(3))
    const [own] = readdirSync(folder)
    for (const file of readdirSync(join(folder, own!)))
      writeFileSync(join(folder, own!, file), '{"half')
    expect(await open(folder)(line(3))).toHaveLength(3)
    expect(service.requests).toHaveLength(2)
  })

  it.each([
    [{ status: 429, retryAfter: '7' }, 7_000],
    [{ status: 429 }, 5_000],
    [{ status: 503, retryAfter: '86400' }, 30_000],
  ])('tries once more after %o', async (refusal, waitedMs) => {
    service.refusals.push(refusal)
    expect(await open()([[10, 43.7]])).toEqual([540])
    expect(waits).toContain(waitedMs)
    expect(service.requests).toHaveLength(2)
  })

  it.each([[[500, 502]], [[400]]])('gives up after %o, and says why', async (statuses) => {
    service.refusals.push(...statuses.map((status) => ({ status })))
    await expect(open()(line(2))).rejects.toThrow(AltimetryUnavailable)
    expect(service.requests).toHaveLength(statuses.length)
  })

  it('keeps what it was told before it was refused', async () => {
    const folder = newFolder()
    await open(folder)(line(5_000))
    service.refusals.push({ status: 400 })
    await expect(open(folder)(line(5_100))).rejects.toThrow('HTTP 400')
    expect(service.requests[1]!.lon.split('|')).toHaveLength(100)
    expect(await open(folder)(line(5_000))).toHaveLength(5_000)
    expect(service.requests).toHaveLength(2)
  })

  it('does not believe an answer of another shape', async () => {
    const request = () => Promise.resolve(Response.json({ elevations: [1] }))
    const terrain = ignAltimetry({ cacheDir: newFolder(), url: 'http://localhost/', request })
    await expect(terrain(line(2))).rejects.toThrow('unexpected answer')
  })
})
