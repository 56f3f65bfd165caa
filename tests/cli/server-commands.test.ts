import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aTerritory } from '../support/records.ts'
import { openSqlite } from '../../src/server/storage/sqlite/open-sqlite.ts'
import { freshDatabase } from '../support/shared-postgres.ts'
import { jalon, startServer } from '../support/running-server.ts'

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

  it('a folder without data, or without a territory, is not found well, nor backed up', async () => {
    const before = data
    data = join(folder, 'nothing-here')
    for (const words of [
      ['backup', join(folder, 'none')],
      ['rebuild'],
      ['verify'],
      ['migrate-to-postgres'],
    ]) {
      const environment = { JALON_DATA: data, JALON_LANG: 'en', DATABASE_URL: '' }
      const postgres = { ...environment, DATABASE_URL: 'postgres://jalon@127.0.0.1:1/jalon' }
      const said = await jalon(words, words[0] === 'migrate-to-postgres' ? postgres : environment)
      expect([words, said.code, said.stdout]).toEqual([words, 2, ''])
      expect(said.stderr).toContain('no data of Jalon')
    }
    expect(existsSync(data)).toBe(false)
    await (await openSqlite(join(data, 'jalon.sqlite'))).close()
    const empty = await run('backup', join(folder, 'none'))
    data = before
    expect([empty.code, empty.stderr]).toEqual([
      2,
      expect.stringContaining('no territory here yet'),
    ])
    expect(existsSync(join(folder, 'none'))).toBe(false)
  }, 60_000)

  it('what a running server would not see is refused while it runs; a backup is not', async () => {
    const server = await startServer({ JALON_LANG: 'en' })
    try {
      const environment = { JALON_DATA: server.dataDir, JALON_LANG: 'en' }
      const moved = await jalon(['migrate-to-postgres'], {
        ...environment,
        DATABASE_URL: 'postgres://jalon@127.0.0.1:1/jalon',
      })
      expect([moved.code, moved.stderr]).toEqual([2, expect.stringContaining('A Jalon is running')])
      const backup = join(folder, 'beside')
      expect((await jalon(['backup', backup], environment)).code).toBe(0)
      const restored = await jalon(['restore', backup], environment)
      expect([restored.code, restored.stderr]).toEqual([
        2,
        expect.stringContaining('A Jalon is running'),
      ])
      const nowhere = await jalon(['backup', join(backup, 'jalon-backup.json', 'in')], environment)
      expect([nowhere.code, nowhere.stderr]).toEqual([
        2,
        expect.stringContaining('no whole backup'),
      ])
      expect(nowhere.stderr.trim().split('\n')).toHaveLength(1)
      await server.terminate()
      const later = await jalon(['restore', backup], environment)
      expect([later.code, later.stderr]).toEqual([2, expect.stringContaining('already holds')])
    } finally {
      await server.dispose()
    }
  }, 60_000)

  it('the same on PostgreSQL: a restore and a move notice the server that runs there', async () => {
    const databaseUrl = await freshDatabase()
    const backup = join(folder, 'for-postgres')
    const environment = { JALON_LANG: 'en', JALON_DEMO: '0', DATABASE_URL: databaseUrl }
    await writeFile(join(folder, 'one.json'), JSON.stringify(aTerritory()))
    const embedded = { JALON_DATA: join(folder, 'embedded'), JALON_LANG: 'en', JALON_DEMO: '0' }
    await jalon(['territory', 'import', join(folder, 'one.json')], embedded)
    expect((await jalon(['backup', backup], embedded)).code).toBe(0)
    const server = await startServer(environment)
    try {
      const refused = await jalon(['restore', backup], {
        ...environment,
        JALON_DATA: server.dataDir,
      })
      expect([refused.code, refused.stderr]).toEqual([
        2,
        expect.stringContaining('A Jalon is running on PostgreSQL'),
      ])
      const moved = await jalon(['migrate-to-postgres'], { ...environment, ...embedded })
      expect([moved.code, moved.stderr]).toEqual([2, expect.stringContaining('A Jalon is running')])
      await server.terminate()
      const restored = await jalon(['restore', backup], {
        ...environment,
        JALON_DATA: server.dataDir,
      })
      expect([restored.code, restored.stderr]).toEqual([0, ''])
    } finally {
      await server.dispose()
    }
  }, 120_000)
})
