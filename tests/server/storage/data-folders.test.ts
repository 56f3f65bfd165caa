import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../../../src/server/storage/migrations/all-migrations.ts'
import { openPostgres } from '../../../src/server/storage/postgres/open-postgres.ts'
import { openSqlite } from '../../../src/server/storage/sqlite/open-sqlite.ts'
import type { Store } from '../../../src/server/storage/store.ts'
import { hashOf, TERRITORY } from '../../support/records.ts'
import { freshDatabase } from '../../support/shared-postgres.ts'

/**
 * Data folders written by Jalon as it was after each change of the tables, on both engines: made by running the
 * commits of those days, never by hand. A new step adds a folder here (see the README beside them).
 */
const FOLDERS = join(import.meta.dirname, '../../fixtures/data-folders')
const stored = readdirSync(FOLDERS)
const contentOf = (name: string) => gunzipSync(readFileSync(join(FOLDERS, name)))

async function expectAllThere(store: Store): Promise<void> {
  await store.read(async (tx) => {
    expect((await tx.territories.list()).map(({ id }) => id)).toEqual([TERRITORY])
    expect(await tx.observations.query(TERRITORY, {})).toHaveLength(2)
    expect(await tx.catalogue.byBox(TERRITORY, [-180, -90, 180, 90])).toHaveLength(2)
    const [trail] = await tx.catalogue.list(TERRITORY, 'trail')
    expect(trail).toBeDefined()
    expect(await tx.blobs.get(TERRITORY, hashOf('blob'))).toMatchObject({ content: 'photo' })
    expect(await tx.meta.get('epoch')).toBe('one')
  })
  // And it is written to as any other.
  await store.transaction((tx) => tx.feed.append(TERRITORY, 'observation', hashOf('x')))
}

describe('[P36] whatever folder a released Jalon wrote, the next one opens', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jalon-folders-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it.each(stored.filter((name) => name.endsWith('.sqlite.gz')))('SQLite %s', async (name) => {
    const file = join(folder, name.slice(0, -'.gz'.length))
    writeFileSync(file, contentOf(name))
    for (let time = 0; time < 2; time++) {
      const store = await openSqlite(file)
      await expectAllThere(store)
      await store.close()
    }
  })

  it.each(stored.filter((name) => name.endsWith('.sql.gz')))('PostgreSQL %s', async (name) => {
    const url = await freshDatabase()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(contentOf(name).toString('utf8'))
    await client.end()
    const store = await openPostgres(url)
    await expectAllThere(store)
    await store.close()
  })

  it('each step has a stored folder, but the newest while nothing was released with it', () => {
    expect(stored.length / 2).toBeGreaterThanOrEqual(MIGRATIONS.length - 1)
  })

  it('no step that ever landed was deleted', () => {
    const log = spawnSync(
      'git',
      ['log', '--format=', '--name-only', '--diff-filter=A', '--', 'src/server/storage/migrations'],
      { cwd: join(FOLDERS, '../../..'), encoding: 'utf8' },
    )
    const landed = log.stdout
      .split('\n')
      .flatMap((path) => /(\d{4}-\d\d-\d\d-[\w-]+)\.ts$/.exec(path)?.[1] ?? [])
    const known = new Set(MIGRATIONS.map(({ id }) => id))
    // A package without its history has nothing to compare with.
    expect(landed.filter((id) => !known.has(id))).toEqual([])
  })
})
