import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packFile } from '../../../src/contract/endpoints.ts'
import { partRange, readPacks, type MapPack } from '../../../src/contract/packs.ts'
import { packShelf } from '../../../src/server/packs/pack-shelf.ts'
import { readPack, UnusablePack } from '../../../src/server/packs/read-pack.ts'
import { aTerritory, TERRITORY } from '../../support/records.ts'
import { smallPack } from '../../support/small-pack.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

const BOX: MapPack['bounds'] = [-1, 43, 0, 44]
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a file that an office gives as a map', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-packs-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const file = async (bytes: Uint8Array) => {
    const path = join(folder, 'given.pmtiles')
    await writeFile(path, bytes)
    return path
  }
  const refusal = async (bytes: Uint8Array, territory = BOX) =>
    readPack(await file(bytes), { territory }).catch((error: unknown) =>
      error instanceof UnusablePack ? error.code : error,
    )

  it('is named by its hash, and so is every part', async () => {
    const bytes = smallPack()
    const pack = await readPack(await file(bytes), { territory: BOX })
    expect(pack).toMatchObject({
      ...{ sha256: sha(bytes), bytes: bytes.length, tileType: 'mvt', minZoom: 0, maxZoom: 0 },
      ...{ name: { fr: 'Pays d’essai' }, attribution: '© Essai' },
      ...{ madeAt: '2026-05-12T00:00:00.000Z', bounds: [-0.9, 43.1, -0.1, 43.9] },
    })
    expect(pack.parts.length).toBeGreaterThan(2)
    const parts = pack.parts.map((_, i) => {
      const { start, length } = partRange(pack, i)
      return sha(bytes.subarray(start, start + length))
    })
    expect(parts).toEqual(pack.parts)
  })

  it('[P30] is refused with its reason when a phone could not draw it', async () => {
    const good = smallPack()
    const changed = (at: number, value: number) => {
      const copy = Uint8Array.from(good)
      copy[at] = value
      return copy
    }
    const metadata = { attribution: '© x', vector_layers: [{ id: 'lignes' }] }
    expect(await refusal(new TextEncoder().encode('<!doctype html>'))).toBe('not-pmtiles')
    expect(await refusal(new Uint8Array())).toBe('not-pmtiles')
    expect(await refusal(changed(7, 2))).toBe('old-version')
    expect(await refusal(good.subarray(0, 400_000))).toBe('cut')
    expect(await refusal(changed(99, 6))).toBe('tile-type')
    expect(await refusal(changed(98, 3))).toBe('compression')
    expect(await refusal(changed(130, 0xff))).toBe('damaged')
    expect(await refusal(smallPack({ metadata }))).toBe('unknown-layers')
    expect(await refusal(smallPack({ tileType: 'png', metadata: {} }))).toBe('no-attribution')
    expect(await refusal(good, [5, 45, 6, 46])).toBe('elsewhere')
    const absent = readPack(join(folder, 'absent'), { territory: BOX })
    await expect(absent).rejects.toMatchObject({ code: 'no-file' })
  })
})

describe('maps that the server gives', () => {
  let server: TestServer
  let bytes: Uint8Array
  let pack: MapPack
  beforeAll(async () => {
    server = await testServer()
    bytes = smallPack()
    const path = join(server.dataDir, 'given.pmtiles')
    await writeFile(path, bytes)
    pack = await readPack(path, { territory: BOX })
    await packShelf(join(server.dataDir, 'packs')).put(TERRITORY, path, pack)
  })
  afterAll(() => server.dispose())
  const packs = async () =>
    readPacks(await (await server.request(`/api/territories/${TERRITORY}/packs`)).json())

  it('are listed with their parts, also when they came while the server runs', async () => {
    expect(await packs()).toEqual([pack])
    expect((await server.request('/api/territories/ailleurs/packs')).status).toBe(404)
  })

  it('are given by ranges, for ever, under their hash', async () => {
    const { start, length } = partRange(pack, 1)
    const response = await server.request(packFile(pack.sha256), {
      headers: { Range: `bytes=${start}-${start + length - 1}` },
    })
    expect(response.status).toBe(206)
    expect(response.headers.get('Cache-Control')).toContain('immutable')
    expect(response.headers.get('ETag')).toBe(`"${pack.sha256}"`)
    expect(sha(new Uint8Array(await response.arrayBuffer()))).toBe(pack.parts[1])
    const whole = await server.request(packFile(pack.sha256))
    expect(sha(new Uint8Array(await whole.arrayBuffer()))).toBe(pack.sha256)
  })

  it('[P30] nothing else of the folder has an address', async () => {
    for (const path of [
      `/packs/${pack.sha256}.json`,
      `/packs/${TERRITORY}/${pack.sha256}.pmtiles`,
      `/packs/${'0'.repeat(64)}.pmtiles`,
      `/packs/${pack.sha256}.pmtiles/`,
      `/packs/..%2f${TERRITORY}%2f${pack.sha256}.pmtiles`,
    ]) {
      expect((await server.request(path)).status, path).toBe(404)
    }
  })

  it('a new one takes the place of the old one; a spoilt manifest hides only itself', async () => {
    const home = join(server.dataDir, 'packs', TERRITORY)
    await mkdir(home, { recursive: true })
    await writeFile(join(home, 'spoilt.json'), '{')
    expect(await packs()).toEqual([pack])
    const next = smallPack({}, new Uint8Array(10_000))
    const path = join(server.dataDir, 'next.pmtiles')
    await writeFile(path, next)
    const shelf = packShelf(join(server.dataDir, 'packs'))
    await shelf.put(TERRITORY, path, await readPack(path, { territory: BOX }))
    expect((await packs())?.map(({ sha256 }) => sha256)).toEqual([sha(next)])
    expect((await readdir(home)).length).toBe(2)
    expect((await server.request(packFile(pack.sha256))).status).toBe(404)
    expect(await shelf.clear(TERRITORY)).toBe(1)
    expect(await packs()).toEqual([])
  })

  it('the demonstration has its own map', async () => {
    const shelf = packShelf(join(server.dataDir, 'no-packs'))
    const [own] = await shelf.list({ ...aTerritory(), demo: true })
    expect(own).toMatchObject({
      tileType: 'mvt',
      name: { fr: expect.stringContaining('démo') as string },
    })
    expect(own!.bytes).toBeLessThan(2_000_000)
    expect(await shelf.list({ ...aTerritory(), demo: false })).toEqual([])
    const found = await shelf.find(own!.sha256, () =>
      Promise.resolve([{ ...aTerritory(), demo: true }]),
    )
    expect(found?.path).toMatch(/data\/demo\/map\.pmtiles$/)
  })
})
