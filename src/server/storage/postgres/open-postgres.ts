import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { KyselyStore } from '../kysely-store.ts'
import { MIGRATIONS } from '../migrations/all-migrations.ts'
import { migrate } from '../migrations/migration.ts'
import type { Schema } from '../schema.ts'
import type { Store } from '../store.ts'
import { APPLICATION } from './is-in-use.ts'
import { postgresEngine } from './postgres-engine.ts'

const INT8 = 20

/** Opens the store in a PostgreSQL database, making its tables when they are not there. */
export async function openPostgres(url: string): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: APPLICATION,
    max: 10,
    // Kept open, so that whoever wants the database alone can see that somebody is there.
    min: 1,
    // A database that does not answer is away: say so, rather than wait for ever.
    connectionTimeoutMillis: 10_000,
    // A host that lost its power says nothing; by itself, the system would ask after two hours.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: {
      // Numbers stay below 2^53: a territory would need a thousand years of a million records an hour.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : (pg.types.getTypeParser(oid, format) as (value: string) => unknown),
    },
  })
  // A connection that dies must not take the process with it, neither while nobody has it nor between two
  // queries of a transaction: the next query fails or gets a new one.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrate(db, postgresEngine, MIGRATIONS)
  } catch (error) {
    // Connections left open would keep the process waiting, with nothing to wait for.
    await db.destroy()
    throw error
  }
  return new KyselyStore({ engine: postgresEngine, db, readDb: db })
}
