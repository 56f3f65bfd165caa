import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../../../src/server/storage/sqlite/open-sqlite.ts'
import { aTerritory } from '../../support/records.ts'
import { keysContract } from './keys.contract.ts'
import { catalogueContract } from './catalogue.contract.ts'
import { peopleContract } from './people.contract.ts'
import { storeContract } from './store.contract.ts'

/** A table, or all of it that belongs to a territory; a tree of boxes is walked through by the sides of one. */
const WHOLE = /^SCAN(?! \w+ VIRTUAL TABLE INDEX 2:B0D1B2D3)|\((\w+\.)?territory=\?\)/

/** Everything that SQLite is asked from now on. */
function listen(): { readonly texts: readonly string[] } {
  const texts = new Set<string>()
  const { prepare } = BetterSqlite3.prototype
  BetterSqlite3.prototype.prepare = function (this: BetterSqlite3.Database, text: string) {
    texts.add(text)
    return prepare.call(this, text)
  } as typeof prepare
  afterAll(() => {
    BetterSqlite3.prototype.prepare = prepare
  })
  return {
    get texts() {
      return [...texts]
    },
  }
}

describe('the store on SQLite', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'jalon-store-'))
  afterAll(() => rm(dir, { recursive: true, force: true }))
  let made = 0
  const make = () => {
    const file = join(dir, `${made++}.sqlite`)
    return Promise.resolve({ open: () => openSqlite(file) })
  }
  const asked = listen()
  storeContract(make)
  catalogueContract(make)
  peopleContract(make)
  keysContract(make)

  it('[S14] a question about a few things by their names never reads a whole territory', () => {
    const db = new BetterSqlite3(join(dir, '0.sqlite'))
    // An office has but a few keys, and a database but a few tables: asked for at a migration.
    const isSmall = (text: string) => /"passkeys"|"sqlite_master"/.test(text)
    const byName = / in \(\+\?|"(\w*id|slug|trail|walk|account)" = \+\?/
    const named = asked.texts.filter((text) => byName.test(text) && !isSmall(text))
    expect(named.length).toBeGreaterThan(10)
    const wholes = named.flatMap((text) => {
      // As many names as there may be: how SQLite looks for them hangs on their number.
      const many = text.replace(
        / in \(\+\?(, \+\?)*\)/g,
        ` in (${Array(200).fill('+?').join(', ')})`,
      )
      const values = Array<string>(many.split('?').length - 1).fill('x')
      const plan = db.prepare<unknown[], { detail: string }>(`explain query plan ${many}`)
      const details = plan.all(...values).map(({ detail }) => detail)
      return details.filter((detail) => WHOLE.test(detail)).map((detail) => `${detail}: ${text}`)
    })
    expect(wholes).toEqual([])
    db.close()
  })

  it('[P18] closed, its one file holds everything: it can be copied alone', async () => {
    const file = join(dir, 'closed.sqlite')
    const store = await openSqlite(file)
    await store.transaction((tx) => tx.territories.put(aTerritory()))
    expect(await store.read((tx) => tx.territories.list())).toHaveLength(1)
    await store.close()
    expect(existsSync(`${file}-wal`)).toBe(false)
    await copyFile(file, join(dir, 'copy.sqlite'))
    const copy = await openSqlite(join(dir, 'copy.sqlite'))
    expect(await copy.read((tx) => tx.territories.list())).toEqual([aTerritory()])
    await copy.close()
  })
})
