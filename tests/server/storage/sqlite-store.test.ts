import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../../../src/server/storage/sqlite/open-sqlite.ts'
import { aTerritory } from '../../support/records.ts'
import { keysContract } from './keys.contract.ts'
import { catalogueContract } from './catalogue.contract.ts'
import { peopleContract } from './people.contract.ts'
import { storeContract } from './store.contract.ts'

describe('the store on SQLite', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'jalon-store-'))
  afterAll(() => rm(dir, { recursive: true, force: true }))
  let made = 0
  const make = () => {
    const file = join(dir, `${made++}.sqlite`)
    return Promise.resolve({ open: () => openSqlite(file) })
  }
  storeContract(make)
  catalogueContract(make)
  peopleContract(make)
  keysContract(make)

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
