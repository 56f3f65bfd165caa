import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import english from '../../src/locales/en/server.json' with { type: 'json' }
import french from '../../src/locales/fr/server.json' with { type: 'json' }
import { translator } from '../../src/locales/translate.ts'
import { openSqlite } from '../../src/server/storage/sqlite/open-sqlite.ts'
import { startPostgres, type RunningPostgres } from '../support/postgres.ts'
import { aTerritory } from '../support/records.ts'
import { freePort, jalon, startInVain, type Ended } from '../support/running-server.ts'

const ROOT = join(import.meta.dirname, '../..')
const WORDS = { fr: french, en: english }
const SAY = { fr: translator(WORDS, 'fr'), en: translator(WORDS, 'en') }
/** Never to be seen again on any terminal. */
const SECRET = 'tres-secret-9f'
/** Of the machine, where there is one. */
const OPENSSL = 'openssl'
const HAS_OPENSSL = spawnSync(OPENSSL, ['version']).status === 0

const PASSING: ReadonlySet<string> = new Set([
  'store-away',
  'database.host-unknown',
  'database.busy',
  'database.locked',
])

type Trouble = keyof typeof french.start.database
interface Cause {
  readonly key: `database.${Trouble}` | 'store-away' | 'data-folder' | 'store-failed'
  readonly environment: Readonly<Record<string, string>>
}

/** One sentence, the right one, and nothing else: no stack, no secret, and not a success. */
function expectSentence(said: Ended, key: string, language: 'fr' | 'en', code = 2): void {
  const pattern = SAY[language](key)
    .replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{\w+\}/g, '.*')
  expect(said.stderr).toMatch(new RegExp(`^${pattern}\n$`))
  expect([said.code, said.stdout]).toEqual([code, ''])
  expect(said.stderr).not.toContain(SECRET)
  expect(said.stderr).not.toMatch(/undefined|\{\w+\}/)
}

describe('a database that cannot be opened', () => {
  let folder: string
  let postgres: RunningPostgres
  let secured: RunningPostgres | undefined
  let url: string
  const close: (() => unknown)[] = []
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jalon-database-'))
    postgres = await startPostgres({
      access: ['host all with_password 127.0.0.1/32 scram-sha-256'],
    })
    url = await postgres.database()
    await sql(url, `create role with_password login password '${SECRET}-right'`)
    await sql(url, 'create role without_rights login')
    const access = ['hostssl all with_tls all trust', 'hostnossl all with_tls all reject']
    if (HAS_OPENSSL) secured = await startPostgres({ tls: true, access })
  }, 120_000)
  afterAll(async () => {
    for (const one of close) await one()
    await secured?.stop()
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  let made = 0
  const dir = () => {
    const path = join(folder, String(made++))
    mkdirSync(path)
    return path
  }
  /** The same database for another user, with a password that nobody must read. */
  const as = (user: string, change: (at: URL) => void = () => undefined) => {
    const at = new URL(url)
    at.username = user
    at.password = SECRET
    change(at)
    return { JALON_DATA: dir(), DATABASE_URL: at.href }
  }
  const withSqlite = async () => {
    const place = dir()
    const store = await openSqlite(join(place, 'jalon.sqlite'))
    await store.transaction((tx) => tx.territories.put(aTerritory()))
    await store.close()
    return place
  }

  const CAUSES: Readonly<Record<string, () => Promise<Cause> | Cause>> = {
    'a wrong password': () => ({ key: 'database.refused', environment: as('with_password') }),
    'no password': () => ({
      key: 'database.refused',
      environment: as('with_password', (at) => (at.password = '')),
    }),
    'an unknown user': () => ({ key: 'database.refused', environment: as('nobody_here') }),
    'an unknown host': () => ({
      key: 'database.host-unknown',
      environment: as('jalon', (at) => (at.hostname = 'nulle-part.invalid')),
    }),
    'a closed port': async () => {
      const port = String(await freePort())
      return { key: 'store-away', environment: as('jalon', (at) => (at.port = port)) }
    },
    'no such database': () => ({
      key: 'database.missing',
      environment: as('jalon', (at) => (at.pathname = '/absente')),
    }),
    'no right to make tables': () => ({
      key: 'database.no-rights',
      environment: as('without_rights'),
    }),
    'encryption that is not offered': () => ({
      key: 'database.no-tls',
      environment: as('jalon', (at) => (at.search = '?sslmode=verify-full')),
    }),
    'a database that is only read': async () => {
      const own = await postgres.database()
      const name = new URL(own).pathname.slice(1)
      await sql(url, `alter database ${name} set default_transaction_read_only = on`)
      return { key: 'database.read-only', environment: { JALON_DATA: dir(), DATABASE_URL: own } }
    },
    'tables of another program': async () => {
      const own = await postgres.database()
      await sql(own, 'create table observations (id serial)')
      return { key: 'database.other-tables', environment: { JALON_DATA: dir(), DATABASE_URL: own } }
    },
    'a database without connections left': async () => {
      const own = await postgres.database()
      await sql(url, 'create role with_few login connection limit 1')
      const name = new URL(own).pathname.slice(1)
      await sql(url, `alter database ${name} owner to with_few`)
      const environment = as('with_few', (at) => (at.pathname = `/${name}`))
      const taken = new pg.Client({ connectionString: environment.DATABASE_URL })
      await taken.connect()
      close.push(() => taken.end())
      return { key: 'database.busy', environment }
    },
    'a port where something else answers': async () => {
      const other = createServer((_, answer) => answer.end('bonjour'))
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
      close.push(() => other.close())
      const { port } = other.address() as { port: number }
      return { key: 'store-away', environment: as('jalon', (at) => (at.port = String(port))) }
    },
    'a file that is no database': () => {
      const place = dir()
      writeFileSync(join(place, 'jalon.sqlite'), 'pas une base de données'.repeat(500))
      return { key: 'database.damaged', environment: { JALON_DATA: place } }
    },
    'a file with a spoiled page': async () => {
      const place = await withSqlite()
      const file = join(place, 'jalon.sqlite')
      const bytes = readFileSync(file)
      writeFileSync(file, bytes.fill(0xff, 100, 4_000))
      return { key: 'database.damaged', environment: { JALON_DATA: place } }
    },
    'a file that another program holds': async () => {
      const place = await withSqlite()
      const holder = new BetterSqlite3(join(place, 'jalon.sqlite'))
      holder.pragma('locking_mode = exclusive')
      holder.exec('begin exclusive')
      close.push(() => holder.close())
      return { key: 'database.locked', environment: { JALON_DATA: place } }
    },
    'a folder in the place of the file': () => {
      const place = dir()
      mkdirSync(join(place, 'jalon.sqlite'))
      return { key: 'data-folder', environment: { JALON_DATA: place } }
    },
  }

  it.each(Object.entries(CAUSES))(
    '%s: the same sentence at the start, in French, and from a command, in English',
    async (_, cause) => {
      const { key, environment } = await cause()
      // A service manager tries again what may pass by itself, and nothing else.
      const code = PASSING.has(key) ? 75 : 2
      const begun = await startInVain({ ...environment, JALON_LANG: 'fr' })
      expectSentence(begun, `start.${key}`, 'fr', code)
      const asked = await jalon(['invite'], { ...environment, JALON_LANG: 'en' })
      expectSentence(asked, `start.${key}`, 'en')
    },
    90_000,
  )

  it('encryption that the database asks for, and a certificate that nobody vouches for', async (ctx) => {
    if (!secured) return ctx.skip('needs openssl')
    const own = await secured.database()
    await sql(own, 'create role with_tls login')
    const at = new URL(own)
    at.username = 'with_tls'
    at.password = SECRET
    const address = at.href
    for (const [more, key] of [
      ['', 'needs-tls'],
      ['?sslmode=verify-full', 'certificate'],
    ] as const) {
      const environment = { JALON_DATA: dir(), DATABASE_URL: address + more }
      const begun = await startInVain({ ...environment, JALON_LANG: 'fr' })
      expectSentence(begun, `start.database.${key}`, 'fr')
      const asked = await jalon(['invite'], { ...environment, JALON_LANG: 'en' })
      expectSentence(asked, `start.database.${key}`, 'en')
    }
  }, 60_000)

  it('every command says it, not only the start', async () => {
    const place = await withSqlite()
    const environment = { ...as('with_password'), JALON_LANG: 'fr' }
    const commands = [
      ...[['backup', join(folder, 'sauvegarde')], ['restore', folder], ['rebuild'], ['verify']],
      ...[['territory', 'import', join(ROOT, 'data/demo/territory.json')], ['migrate-to-postgres']],
    ]
    for (const words of commands) {
      const said = await jalon(words, { ...environment, JALON_DATA: place })
      expectSentence(said, 'start.database.refused', 'fr')
    }
  }, 90_000)

  it('a password is never shown, however wrong the address around it', async () => {
    for (const address of [
      `postgres://jalon:${SECRET}@127.0.0.1:port/jalon`,
      `postgres://jalon:${SECRET}/jalon`,
      `postgres://jalon:100%${SECRET}@127.0.0.1/jalon`,
      `mysql://jalon:a@${SECRET}@127.0.0.1/jalon`,
      `http://127.0.0.1/jalon?password=${SECRET}`,
    ]) {
      const said = await jalon(['verify'], {
        JALON_DATA: dir(),
        DATABASE_URL: address,
        JALON_LANG: 'fr',
      })
      expectSentence(said, 'config.DATABASE_URL', 'fr')
    }
  }, 60_000)
})

async function sql(address: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
