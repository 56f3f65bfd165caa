import { join } from 'node:path'
import { openPostgres } from './postgres/open-postgres.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import type { Store } from './store.ts'

/** The store of a configuration: PostgreSQL when an address is given, else one file in the data folder. */
export function openStore(config: {
  readonly dataDir: string
  readonly databaseUrl?: string | undefined
}): Promise<Store> {
  if (config.databaseUrl) return openPostgres(config.databaseUrl)
  return openSqlite(join(config.dataDir, 'jalon.sqlite'))
}
