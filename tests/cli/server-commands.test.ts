import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aTerritory } from '../support/records.ts'
import { jalon } from '../support/running-server.ts'

describe('the commands that work on a server’s data', () => {
  let folder: string
  let data: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-cli-'))
    data = join(folder, 'data')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const run = (...args: string[]) =>
    jalon(args, { JALON_DATA: data, JALON_LANG: 'en', JALON_DEMO: '0' })

  it('a file that is no territory gets one sentence and exit code 2, and nothing changes', async () => {
    const files = [
      ['absent.json', null, 'cannot be opened'],
      ['text.json', 'Landes Chalosse', 'it is not JSON'],
      ['other.json', '{"type":"FeatureCollection"}', '“format” is missing'],
      ['bad.json', JSON.stringify({ ...aTerritory(), id: 'Pas Un Nom' }), '“id” is missing'],
    ] as const
    for (const [name, text, sentence] of files) {
      const file = join(folder, name)
      if (text !== null) await writeFile(file, text)
      const { code, stderr } = await run('territory', 'import', file)
      expect([name, code]).toEqual([name, 2])
      expect(stderr).toContain(sentence)
      expect(stderr.trim().split('\n')).toHaveLength(1)
    }
  }, 120_000)

  it('a real territory is never put beside the demonstration', async () => {
    const [demo, real] = [join(folder, 'demo.json'), join(folder, 'real.json')]
    await writeFile(demo, JSON.stringify({ ...aTerritory(), id: 'essai-demo', demo: true }))
    await writeFile(real, JSON.stringify({ ...aTerritory(), demo: false }))
    const before = data
    data = join(folder, 'with-demo')
    expect((await run('territory', 'import', demo)).code).toBe(0)
    const refused = await run('territory', 'import', real)
    data = before
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('never mixed')])
  }, 120_000)

  it('from a territory to a restored backup', async () => {
    const file = join(folder, 'essai.json')
    await writeFile(file, JSON.stringify(aTerritory()))
    const imported = await run('territory', 'import', file)
    expect([imported.code, imported.stderr]).toEqual([0, ''])
    const invited = await run('invite', '--role', 'staff', '--json')
    const { url, code } = JSON.parse(invited.stdout) as { url: string; code: string }
    expect(url).toMatch(/^http:\/\/localhost:8080\/app\/rejoindre#[\w-]{22}$/)
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/)
    expect((await run('invite', '--role', 'king')).code).toBe(2)
    const backup = join(folder, 'backup')
    expect((await run('backup', backup)).code).toBe(0)
    const manifest = JSON.parse(await readFile(join(backup, 'jalon-backup.json'), 'utf8')) as object
    expect(manifest).toMatchObject({ format: 'jalon-backup', version: 1 })
    const full = await run('restore', backup)
    expect([full.code, full.stderr]).toEqual([2, expect.stringContaining('already holds')])
    data = join(folder, 'elsewhere')
    expect((await run('restore', backup)).code).toBe(0)
    const rebuilt = await run('rebuild', '--json')
    expect(rebuilt.code).toBe(0)
    expect(JSON.parse(rebuilt.stdout)).toMatchObject({ territory: 'essai', different: [] })
  }, 120_000)
})
