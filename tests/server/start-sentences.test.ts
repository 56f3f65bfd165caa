import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import english from '../../src/locales/en/server.json' with { type: 'json' }
import french from '../../src/locales/fr/server.json' with { type: 'json' }
import type { Variable } from '../../src/server/config.ts'
import { translator } from '../../src/locales/translate.ts'
import { openPostgres } from '../../src/server/storage/postgres/open-postgres.ts'
import { openSqlite } from '../../src/server/storage/sqlite/open-sqlite.ts'
import { freshDatabase } from '../support/shared-postgres.ts'
import { freePort, jalon, startInVain, startServer } from '../support/running-server.ts'
import { startS3, type RunningS3 } from '../support/s3.ts'

const ROOT = join(import.meta.dirname, '../..')
const fr = translator({ fr: french, en: english }, 'fr')
const en = translator({ fr: french, en: english }, 'en')
type StartKey =
  | Exclude<keyof typeof french.start, 'blobs' | 'database' | GreetingKey>
  | `blobs.${keyof typeof french.start.blobs}`
/** Said at a start that goes well, or at the end. */
type GreetingKey =
  | 'listening'
  | 'data'
  | 'no-territory'
  | 'demo'
  | 'no-staff'
  | 'staff-link'
  | 'tester-link'
  | 'code'
  | 'stopping'

interface Start {
  readonly environment?: Readonly<Record<string, string>>
  readonly node?: readonly string[]
  readonly params?: Readonly<Record<string, string | number>>
  /** What only the system can say stands for `{reason}`. */
  readonly reason?: RegExp
}

/** What may pass by itself, so that a service manager tries again. */
const PASSING: ReadonlySet<string> = new Set(['store-away', 'blobs.away', 'folder-taken'])

describe('a server that cannot start', () => {
  let folder: string
  let s3: RunningS3
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jalon-start-'))
    s3 = await startS3(1)
  })
  afterAll(async () => {
    await s3?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  let made = 0
  const dir = () => join(folder, String(made++))
  const file = (name: string, text: string) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  const inBucket = (more: Record<string, string> = {}) => ({
    JALON_BLOBS: 's3://essai-0',
    JALON_S3_ENDPOINT: s3.endpoint,
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
    ...more,
  })

  const WRONG: Readonly<
    Record<Exclude<Variable, 'HOST' | 'JALON_DATA' | 'JALON_TERRAIN'>, string>
  > = {
    PORT: 'quatre-vingts',
    DATABASE_URL: 'mysql://jalon:secret@localhost/jalon',
    JALON_BASE_URL: 'https://exemple.fr/jalon',
    JALON_LANG: 'de',
    JALON_LOG: 'bavard',
    JALON_DEMO: 'oui',
    JALON_TRUST_PROXY: 'oui',
    JALON_BLOBS: 'https://s3.exemple.fr/jalon',
    JALON_S3_ENDPOINT: 's3.exemple.fr',
    JALON_S3_REGION: 'eu west',
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    JALON_METRICS_TOKEN: 'court',
  }

  it.each(Object.entries(WRONG))('%s=%s: one sentence, and 2', async (variable, value) => {
    const said = await startInVain({ JALON_DATA: dir(), ...inBucket({ [variable]: value }) })
    const shown = variable === 'JALON_METRICS_TOKEN' ? '…' : value.replace(':secret@', ':…@')
    expect(said).toEqual({
      code: 2,
      stdout: '',
      stderr: `${fr(`config.${variable}`, { value: shown })}\n`,
    })
  })

  it('has a sentence for every setting that can be wrong, and for no other', () => {
    // An empty HOST or JALON_DATA counts as absent, and any text names a file.
    const never = ['HOST', 'JALON_DATA']
    expect(Object.keys(french.config).sort()).toEqual([...Object.keys(WRONG), ...never].sort())
  })

  const CAUSES: Readonly<Record<StartKey, () => Promise<Start> | Start>> = {
    'node-too-old': () => ({
      // No older Node is at hand: this one says it is older.
      node: ['--require', file('old.cjs', OLDER_NODE)],
      params: { version: 'v22.10.0' },
    }),
    'bad-terrain': () => {
      const path = file('relief.pmtiles', 'pas une archive')
      return { environment: { JALON_TERRAIN: path }, params: { file: path } }
    },
    'not-wal': () => {
      // No network disk is at hand: the library answers what it answers on one.
      const place = dir()
      const stand = file('wal.cjs', NO_WAL)
      return {
        environment: { JALON_DATA: place },
        node: ['--require', stand],
        params: { dir: place },
      }
    },
    'newer-database': async () => {
      const place = dir()
      await (await openSqlite(join(place, 'jalon.sqlite'))).close()
      const database = new BetterSqlite3(join(place, 'jalon.sqlite'))
      database.exec(FUTURE_STEP)
      database.close()
      return { environment: { JALON_DATA: place }, params: { step: '2030-01-01-du-futur' } }
    },
    'store-failed': () => {
      const place = dir()
      mkdirSync(place)
      // Nobody foresaw this one; those that were have sentences of their own (`database-sentences.test.ts`).
      const database = new BetterSqlite3(join(place, 'jalon.sqlite'))
      database.exec("create view migrations as select '2026' as id, '' as applied_at where 0")
      database.close()
      return { environment: { JALON_DATA: place }, reason: /because it is a view/ }
    },
    'store-away': async () => {
      const url = `postgres://jalon@127.0.0.1:${await freePort()}/jalon`
      return { environment: { DATABASE_URL: url }, reason: /ECONNREFUSED/ }
    },
    'data-folder': () => {
      const path = file('fichier', 'un fichier, pas un dossier')
      return { environment: { JALON_DATA: path }, params: { dir: path }, reason: /EEXIST|ENOTDIR/ }
    },
    'port-taken': async () => {
      const other = createServer()
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
      afterAll(() => void other.close())
      const { port } = other.address() as { port: number }
      return { environment: { PORT: String(port) }, params: { port } }
    },
    'folder-taken': async () => {
      const place = dir()
      const server = await startServer({ JALON_DATA: place, JALON_DEMO: '0' })
      afterAll(() => server.dispose())
      const pid = readFileSync(join(place, 'server.pid'), 'utf8').trim()
      return { environment: { JALON_DATA: place }, params: { dir: place, pid } }
    },
    'cannot-listen': () => {
      // An address kept for documentation: no machine has it.
      const environment = { HOST: '203.0.113.1', PORT: '8099' }
      return { environment, params: { host: '203.0.113.1', port: 8099 }, reason: /EADDRNOTAVAIL/ }
    },
    'blobs.no-bucket': () => ({
      environment: inBucket({ JALON_BLOBS: 's3://nulle-part' }),
      params: { bucket: 'nulle-part', endpoint: s3.endpoint },
      reason: /NoSuchBucket/,
    }),
    'blobs.refused': () => ({
      environment: inBucket({ AWS_ACCESS_KEY_ID: 'FAUX' }),
      params: { bucket: 'essai-0', endpoint: s3.endpoint },
      reason: /403 InvalidAccessKeyId/,
    }),
    'blobs.away': () => ({
      environment: inBucket({ JALON_S3_ENDPOINT: 'http://127.0.0.1:1' }),
      params: { bucket: 'essai-0', endpoint: 'http://127.0.0.1:1' },
      reason: /ECONNREFUSED|bad port/,
    }),
  }

  it.each(Object.entries(CAUSES))(
    '%s: one sentence in each language, and 2, or 75 for what may pass',
    async (key, cause) => {
      const { environment = {}, node, params = {}, reason = /^\b$/ } = await cause()
      for (const [language, say] of [['fr', fr] as const, ['en', en] as const]) {
        const set = { JALON_DATA: dir(), ...environment, JALON_LANG: language }
        const { code, stdout, stderr } = await startInVain(set, node)
        expect([code, stdout]).toEqual([PASSING.has(key) ? 75 : 2, ''])
        const [before, after] = say(`start.${key}`, params).split('{reason}')
        expect(stderr.startsWith(before!), stderr).toBe(true)
        expect(stderr.endsWith(`${after ?? ''}\n`), stderr).toBe(true)
        const given = stderr.slice(before!.length, stderr.length - (after ?? '').length - 1)
        if (after !== undefined) expect(given).toMatch(reason)
        // A sentence, not a stack.
        expect(stderr.trim().split('\n')).toHaveLength(1)
      }
    },
  )

  it('a command of the command line says the same of a database that is newer', async () => {
    const { environment, params } = (await CAUSES['newer-database']()) as Required<Start>
    const { code, stderr } = await jalon(['rebuild'], { ...environment, JALON_LANG: 'fr' })
    expect([code, stderr]).toEqual([2, `${fr('start.newer-database', params)}\n`])
  })

  it('on PostgreSQL a newer database is said as well, at once, and nothing is changed', async () => {
    const url = await freshDatabase()
    await (await openPostgres(url)).close()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(FUTURE_STEP)
    const said = await startInVain({ JALON_DATA: dir(), DATABASE_URL: url })
    expect(said).toEqual({
      code: 2,
      stdout: '',
      stderr: `${fr('start.newer-database', { step: '2030-01-01-du-futur' })}\n`,
    })
    const { rows } = await client.query('select count(*)::int as count from meta')
    expect(rows).toEqual([{ count: 0 }])
    await client.end()
  })

  it('a folder that may not be written to is said, by whoever is not root', async (ctx) => {
    ctx.skip(process.getuid?.() === 0, 'root may write everywhere')
    const place = dir()
    await (await openSqlite(join(place, 'jalon.sqlite'))).close()
    chmodSync(place, 0o500)
    const { code, stderr } = await startInVain({ JALON_DATA: join(place, 'dessous') })
    chmodSync(place, 0o700)
    expect([code, stderr.startsWith(fr('start.data-folder').split('{')[0]!)]).toEqual([2, true])
  })
})

describe('a server that starts', () => {
  it('says where it is, where the data are, what is missing, and that it stops', async () => {
    const server = await startServer({ JALON_DEMO: '0', JALON_LANG: 'fr' })
    try {
      expect(await server.terminate()).toBe(0)
      expect(server.output().trim().split('\n')).toEqual([
        fr('start.listening', { url: server.url }),
        fr('start.data', { dir: server.dataDir }),
        fr('start.no-territory'),
        fr('start.stopping'),
      ])
    } finally {
      await server.dispose()
    }
  })

  it('says that the demonstration is one, and gives the two ways in', async () => {
    const server = await startServer({ JALON_LANG: 'en' })
    try {
      await server.terminate()
      const lines = server.output().split('\n')
      for (const key of ['demo', 'staff-link', 'tester-link', 'stopping']) {
        expect(lines).toContain(en(`start.${key}`))
      }
      expect(server.output()).toMatch(new RegExp(en('start.code', { code: '[A-Z2-9]{8}' })))
    } finally {
      await server.dispose()
    }
  })
})

const FUTURE_STEP =
  "insert into migrations (id, applied_at) values ('2030-01-01-du-futur', '2030-01-01T00:00:00Z')"

const OLDER_NODE = `
Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '22.10.0' } })
Object.defineProperty(process, 'version', { value: 'v22.10.0' })`

const NO_WAL = `
const Database = require(${JSON.stringify(join(ROOT, 'node_modules/better-sqlite3'))})
const { pragma } = Database.prototype
Database.prototype.pragma = function (text, options) {
  return text.startsWith('journal_mode') ? 'delete' : pragma.call(this, text, options)
}`
