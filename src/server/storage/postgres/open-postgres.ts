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

/** A statement that takes longer is given up by the server; one that gets no answer at all, by us a little later. */
const STATEMENT_MS = 15_000
const NO_ANSWER_MS = 20_000
const LOCK_MS = 10_000
/** A transaction that forgot to end holds what others wait for. */
const IDLE_IN_TRANSACTION_MS = 60_000

/** Opens the store in a PostgreSQL database, making its tables when they are not there. */
export async function openPostgres(url: string): Promise<Store> {
  // The steps of the tables' history may take as long as they take.
  await change(url)
  const pool = newPool(url, {
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    query_timeout: NO_ANSWER_MS,
    // Kept open, so that whoever wants the database alone can see that somebody is there.
    min: 1,
  })
  pool.on('connect', closeWhenFrozen)
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  return new KyselyStore({ engine: postgresEngine, db, readDb: db })
}

async function change(url: string): Promise<void> {
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: newPool(url, { max: 1 }) }),
  })
  try {
    await migrate(db, postgresEngine, MIGRATIONS)
  } finally {
    // Connections left open would keep the process waiting, with nothing to wait for.
    await db.destroy()
  }
}

/** Circuit breaker: a connection that gave no answer in time is closed, so that nobody gets it again. */
function closeWhenFrozen(client: pg.Client): void {
  const query = (...args: unknown[]) => {
    const prototype = Object.getPrototypeOf(client) as { query: (...all: unknown[]) => unknown }
    const asked = Reflect.apply(prototype.query, client, args)
    if (asked instanceof Promise) {
      asked.catch((error: unknown) => {
        const isFrozen = error instanceof Error && error.message === 'Query read timeout'
        if (isFrozen) client.connection.stream.destroy()
      })
    }
    return asked
  }
  Object.assign(client, { query })
}

function newPool(url: string, more: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: APPLICATION,
    max: 10,
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
    ...more,
  })
  // A connection that dies must not take the process with it, neither while nobody has it nor between two
  // queries of a transaction: the next query fails or gets a new one.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  return pool
}
