import { freshDatabase } from './shared-postgres.ts'
import { testServer, type TestServer } from './test-server.ts'

export const ENGINES = ['sqlite', 'postgres'] as const

/** Within `describe.each(ENGINES)`: opens a server of its own on that engine, as often as it is asked. */
export function serverOn(engine: (typeof ENGINES)[number]): () => Promise<TestServer> {
  return async () => testServer(engine === 'postgres' ? { databaseUrl: await freshDatabase() } : {})
}
