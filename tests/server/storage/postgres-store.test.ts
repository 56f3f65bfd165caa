import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/server/config.ts'
import { startServices, stopServices } from '../../../src/server/services/start-services.ts'
import { openPostgres } from '../../../src/server/storage/postgres/open-postgres.ts'
import { freshDatabase } from '../../support/shared-postgres.ts'
import { keysContract } from './keys.contract.ts'
import { catalogueContract } from './catalogue.contract.ts'
import { peopleContract } from './people.contract.ts'
import { storeContract } from './store.contract.ts'

describe('the store on PostgreSQL', () => {
  const make = async () => {
    const url = await freshDatabase()
    return { open: () => openPostgres(url) }
  }
  it('[P18] a connection that is cut within a transaction costs that transaction, not the process', async () => {
    const url = await freshDatabase()
    const store = await openPostgres(url)
    const admin = new pg.Client({ connectionString: url.replace(/\/\w+$/, '/postgres') })
    await admin.connect()
    const cut = store.transaction(async (tx) => {
      await tx.meta.set('cut', 'yes')
      const name = new URL(url).pathname.slice(1)
      const end = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1'
      await admin.query(end, [name])
      // Nothing is being asked on it when it goes.
      await new Promise((resolve) => setTimeout(resolve, 100))
      await tx.meta.set('cut', 'twice')
    })
    await expect(cut).rejects.toThrow()
    await store.transaction((tx) => tx.meta.set('after', 'yes'))
    const kept = await store.read(async (tx) => [
      await tx.meta.get('cut'),
      await tx.meta.get('after'),
    ])
    expect(kept).toEqual([undefined, 'yes'])
    await admin.end()
    await store.close()
  })
  it('servers that start together on an empty database make its tables once', async () => {
    const url = await freshDatabase()
    const stores = await Promise.all([1, 2, 3, 4].map(() => openPostgres(url)))
    await stores[0]!.transaction((tx) => tx.meta.set('who', 'the first'))
    expect(await stores[3]!.read((tx) => tx.meta.get('who'))).toBe('the first')
    for (const store of stores) await store.close()
  })
  it('and are one and the same server to phones', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'jalon-together-'))
    const config = readConfig({
      ...{ JALON_DATA: dataDir, JALON_LOG: 'silent', DATABASE_URL: await freshDatabase() },
    })
    const all = await Promise.all([1, 2, 3, 4].map(() => startServices(config)))
    expect(new Set(all.map(({ identity }) => JSON.stringify(identity))).size).toBe(1)
    for (const services of all) await stopServices(services)
    await rm(dataDir, { recursive: true, force: true })
  })
  storeContract(make)
  catalogueContract(make)
  peopleContract(make)
  keysContract(make)
})
