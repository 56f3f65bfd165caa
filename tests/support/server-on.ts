import { afterAll, beforeAll } from 'vitest'
import { startPostgres, type RunningPostgres } from './postgres.ts'
import { testServer, type TestServer } from './test-server.ts'

export const ENGINES = ['sqlite', 'postgres'] as const

/** Within `describe.each(ENGINES)`: opens a server of its own on that engine, as often as it is asked. */
export function serverOn(engine: (typeof ENGINES)[number]): () => Promise<TestServer> {
  let postgres: RunningPostgres | undefined
  beforeAll(async () => {
    if (engine === 'postgres') postgres = await startPostgres()
  })
  // After whatever the story closes: what was begun first ends last.
  afterAll(() => postgres?.stop())
  return async () => testServer(postgres ? { databaseUrl: await postgres.database() } : {})
}
