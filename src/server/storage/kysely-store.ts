import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'kysely'
import { dumpTables, loadTables } from './dump.ts'
import type { Database, Engine } from './engine.ts'
import { storeTransaction } from './store-transaction.ts'
import type { DumpRow, Store, StoreTransaction } from './store.ts'

const RETRIES = 8
const FIRST_PAUSE_MS = 5

/** True inside a transaction: using the store itself there would wait for ever on SQLite. */
const inside = new AsyncLocalStorage<true>()

/** The store on Kysely: what differs between engines is in `Engine`. */
export class KyselyStore implements Store {
  readonly engine: Store['engine']
  readonly #engine: Engine
  readonly #db: Database
  readonly #readDb: Database

  constructor(parts: { engine: Engine; db: Database; readDb: Database }) {
    this.engine = parts.engine.name
    this.#engine = parts.engine
    this.#db = parts.db
    this.#readDb = parts.readDb
  }

  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    return this.#run(this.#db, this.#engine.begin.write, (db) =>
      work(storeTransaction(db, this.#engine)),
    )
  }

  read<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    return this.#run(this.#readDb, this.#engine.begin.read, (db) =>
      work(storeTransaction(db, this.#engine)),
    )
  }

  async ask<T>(question: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    refuseInside()
    return inside.run(true, () => question(storeTransaction(this.#readDb, this.#engine)))
  }

  dump(write: (row: DumpRow) => Promise<void>): Promise<void> {
    return this.#run(this.#readDb, this.#engine.begin.read, (db) => dumpTables(db, write), 0)
  }

  load(rows: AsyncIterable<DumpRow> | Iterable<DumpRow>): Promise<void> {
    return this.#run(
      this.#db,
      this.#engine.begin.write,
      (db) => loadTables(db, this.#engine, rows),
      0,
    )
  }

  async close(): Promise<void> {
    if (this.#readDb !== this.#db) await this.#readDb.destroy()
    // Last: on SQLite, who closes last puts the log into the main file, and a reader may not write.
    await this.#db.destroy()
  }

  async #run<T>(
    db: Database,
    begin: string,
    work: (db: Database) => Promise<T>,
    retries = RETRIES,
  ): Promise<T> {
    refuseInside()
    for (let attempt = 0; ; attempt++) {
      try {
        return await db.connection().execute(async (connection) => {
          await sql.raw(begin).execute(connection)
          try {
            const result = await inside.run(true, () => work(connection))
            await sql.raw('commit').execute(connection)
            return result
          } catch (error) {
            await rollback(connection)
            throw error
          }
        })
      } catch (error) {
        if (attempt >= retries || !this.#engine.isRetryable(error)) throw error
        await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt))
      }
    }
  }
}

function refuseInside(): void {
  if (inside.getStore()) throw new Error('A transaction within a transaction: use its tx.')
}

/** The first error is the one to tell: a connection that is gone cannot be rolled back, nor needs to be. */
async function rollback(connection: Database): Promise<void> {
  try {
    await sql.raw('rollback').execute(connection)
  } catch {
    return
  }
}
