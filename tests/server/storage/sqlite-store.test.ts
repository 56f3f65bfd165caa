import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { openSqlite } from '../../../src/server/storage/sqlite/open-sqlite.ts'
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
})
