import { rename, rm, writeFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../support/shared-postgres.ts'
import { testServer, type TestServer } from '../../support/test-server.ts'

/** A disk is not asked more than once a second. */
const PATIENCE = { timeout: 10_000 }

describe('whether the server can work', () => {
  const servers: TestServer[] = []
  afterAll(async () => {
    for (const server of servers) await server.dispose()
  })
  const start = async (databaseUrl?: string) => {
    const server = await testServer(databaseUrl === undefined ? {} : { databaseUrl })
    servers.push(server)
    return server
  }
  const health = async (server: TestServer) => {
    const answer = await server.request('/healthz')
    return [answer.status, (await answer.json()) as object]
  }
  const GREEN = [200, { jalon: 'health', ok: true }]

  it('is red while PostgreSQL is away, and green when it is back, by itself', async () => {
    const url = await freshDatabase()
    const server = await start(url)
    expect(await health(server)).toEqual(GREEN)
    const name = new URL(url).pathname.slice(1)
    const admin = new pg.Client({ connectionString: url.replace(/\/\w+$/, '/postgres') })
    await admin.connect()
    await admin.query(`alter database ${name} allow_connections false`)
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ])
    const red = [503, { jalon: 'health', ok: false, failing: ['store'] }]
    await expect.poll(() => health(server), PATIENCE).toEqual(red)
    await admin.query(`alter database ${name} allow_connections true`)
    await admin.end()
    await expect.poll(() => health(server), PATIENCE).toEqual(GREEN)
  })

  it('is red while the disk of its folder is away, and green when it is back', async () => {
    const server = await start()
    expect(await health(server)).toEqual(GREEN)
    await rename(server.dataDir, `${server.dataDir}-away`)
    // A file in its place: root may write into any folder.
    await writeFile(server.dataDir, '')
    const red = [503, { jalon: 'health', ok: false, failing: ['folder'] }]
    await expect.poll(() => health(server), PATIENCE).toEqual(red)
    await rm(server.dataDir)
    await rename(`${server.dataDir}-away`, server.dataDir)
    await expect.poll(() => health(server), PATIENCE).toEqual(GREEN)
  })
})
