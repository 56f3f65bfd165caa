import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../../../src/server/storage/migrations/all-migrations.ts'
import type { Migration } from '../../../src/server/storage/migrations/migration.ts'
import { openSqlite } from '../../../src/server/storage/sqlite/open-sqlite.ts'
import { aTerritory, aTrail, TERRITORY } from '../../support/records.ts'

describe('the history of the tables', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-migrations-'))
    file = join(folder, 'jalon.sqlite')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const step = (id: string, ...statements: string[]): Migration => ({
    id,
    statements: () => statements,
  })

  it('steps are dated, in order, each once', () => {
    const ids = MIGRATIONS.map((one) => one.id)
    expect(ids).toEqual([...new Set(ids)].sort())
    for (const id of ids) expect(id).toMatch(/^\d{4}-\d{2}-\d{2}-[a-z-]+$/)
  })

  it('a new step runs once, after a copy of what was there', async () => {
    const first = await openSqlite(file)
    await first.transaction((tx) => tx.territories.put(aTerritory()))
    await first.close()
    const later = [...MIGRATIONS, step('2027-01-01-notes', 'create table notes (id text)')]
    for (let time = 0; time < 2; time++) await (await openSqlite(file, later)).close()
    expect(await readdir(folder)).toContain('jalon.sqlite.before-2027-01-01-notes')
    const copy = await openSqlite(join(folder, 'jalon.sqlite.before-2027-01-01-notes'))
    expect(await copy.read((tx) => tx.territories.list())).toEqual([aTerritory()])
    await copy.close()
  })

  it('what lay somewhere before places knew how far things reach lies there still', async () => {
    const box = [-1, 43, 0, 44] as const
    const trail = aTrail()
    const before = await openSqlite(file)
    await before.transaction((tx) => tx.catalogue.put(TERRITORY, [trail]))
    await before.close()
    const former = new BetterSqlite3(file)
    for (const side of ['min_lon', 'min_lat', 'max_lon', 'max_lat']) {
      former.exec(`alter table entity_places drop column ${side}`)
    }
    former.exec(`delete from migrations where id = '2026-11-29-where-they-lie'`)
    former.close()
    const after = await openSqlite(file)
    const lying = await after.read((tx) => tx.catalogue.boxesIn(TERRITORY, box, 'trail'))
    expect(lying.map(({ id }) => id)).toEqual([trail.id])
    expect(await after.read((tx) => tx.catalogue.byBox(TERRITORY, box))).toEqual([trail])
    await after.close()
  })

  it('without room for that copy, nothing is changed and no half of one is left', async () => {
    await (await openSqlite(file)).close()
    const later = [...MIGRATIONS, step('2027-01-01-notes', 'create table notes (id text)')]
    // The draft cannot be written: as on a disk that is full.
    await mkdir(`${file}.before-2027-01-01-notes.part`)
    await expect(openSqlite(file, later)).rejects.toThrow()
    expect(await readdir(folder)).not.toContain('jalon.sqlite.before-2027-01-01-notes')
    await rm(`${file}.before-2027-01-01-notes.part`, { recursive: true, force: true })
    await (await openSqlite(file)).close()
    await (await openSqlite(file, later)).close()
    expect(await readdir(folder)).toContain('jalon.sqlite.before-2027-01-01-notes')
  })

  it('a step that fails leaves the tables as they were, and says so at every start', async () => {
    await (await openSqlite(file)).close()
    const bad = [
      ...MIGRATIONS,
      step('2027-01-01-bad', 'create table half (id text)', 'this is not SQL'),
    ]
    for (let time = 0; time < 2; time++) {
      await expect(openSqlite(file, bad)).rejects.toThrow('syntax error')
    }
    const good = [...MIGRATIONS, step('2027-01-01-good', 'create table half (id text)')]
    await (await openSqlite(file, good)).close()
  })
})
