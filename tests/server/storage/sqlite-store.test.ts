import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { openSqlite } from '../../../src/server/storage/sqlite/open-sqlite.ts'
import { storeContract } from './store.contract.ts'

describe('the store on SQLite', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'jalon-store-'))
  afterAll(() => rm(dir, { recursive: true, force: true }))
  let made = 0
  storeContract(async () => {
    const file = join(dir, `${made++}.sqlite`)
    return { open: () => openSqlite(file) }
  })
})
