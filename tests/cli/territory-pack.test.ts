import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aTerritory, TERRITORY } from '../support/records.ts'
import { jalon } from '../support/running-server.ts'
import { smallPack } from '../support/small-pack.ts'

describe('territory pack', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-cli-pack-'))
    const file = join(folder, 'essai.json')
    await writeFile(file, JSON.stringify(aTerritory()))
    expect((await run('territory', 'import', file)).code).toBe(0)
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const run = (...args: string[]) =>
    jalon(args, { JALON_DATA: join(folder, 'data'), JALON_LANG: 'en', JALON_DEMO: '0' })

  it('[P30] a file that no phone could draw gets one sentence, and nothing is kept', async () => {
    const page = join(folder, 'page.pmtiles')
    await writeFile(page, '<!doctype html>')
    const nobody = join(folder, 'nobody.pmtiles')
    await writeFile(nobody, smallPack({ metadata: { vector_layers: [{ id: 'roads' }] } }))
    for (const [file, sentence] of [
      [join(folder, 'absent.pmtiles'), 'cannot be opened'],
      [page, 'is not a PMTiles archive'],
      [nobody, 'does not say whose data'],
    ] as const) {
      const { code, stderr } = await run('territory', 'pack', file)
      expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
    expect((await run('territory', 'pack')).stderr).toContain('Usage')
  }, 120_000)

  it('a good one is offered to phones, and can be taken away again', async () => {
    const file = join(folder, 'good.pmtiles')
    await writeFile(file, smallPack({}, new Uint8Array(40_000)))
    const added = await run('territory', 'pack', file, '--attribution', '© Office', '--json')
    expect([added.code, added.stderr]).toEqual([0, ''])
    const { sha256 } = JSON.parse(added.stdout) as { sha256: string }
    const home = join(folder, 'data/packs', TERRITORY)
    expect((await readdir(home)).sort()).toEqual([`${sha256}.json`, `${sha256}.pmtiles`])
    const removed = await run('territory', 'pack', '--remove')
    expect([removed.code, removed.stdout]).toEqual([0, expect.stringContaining('1 map removed')])
  }, 120_000)
})
