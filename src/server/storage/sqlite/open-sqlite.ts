import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { Kysely, sql, type SqliteDatabase } from 'kysely'
import type { Schema } from '../schema.ts'
import { KyselyStore } from '../kysely-store.ts'
import { MIGRATIONS } from '../migrations/all-migrations.ts'
import { migrate, type Migration } from '../migrations/migration.ts'
import type { Store } from '../store.ts'
import { nameFile, syncFile } from '../synced-files.ts'
import { ReusePlansDialect } from './reuse-plans-dialect.ts'
import { sqliteEngine } from './sqlite-engine.ts'

/** How long a statement waits for another process, such as the command line, to finish writing. */
const BUSY_TIMEOUT_MS = 5_000

export class NotOnThisDisk extends Error {}

/**
 * Opens the store in one file, made when absent. One connection writes, another one reads, so that a
 * pull never waits for a push.
 */
export async function openSqlite(
  file: string,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<Store> {
  mkdirSync(dirname(file), { recursive: true })
  const writer = connect(file)
  const db = new Kysely<Schema>({ dialect: new ReusePlansDialect({ database: withCache(writer) }) })
  try {
    await migrate(db, sqliteEngine, migrations, async (firstMissing) => {
      // Should a step go wrong in a way that nobody foresaw, the day before is still there.
      await copyOf(writer, `${file}.before-${firstMissing}`)
    })
  } catch (error) {
    writer.close()
    throw error
  }
  const reader = connect(file)
  reader.pragma('query_only = on')
  const readDb = new Kysely<Schema>({
    dialect: new ReusePlansDialect({ database: withCache(reader) }),
  })
  // Kysely closes only what it has used: a reader that nobody asked would stay open.
  await sql`select 1`.execute(readDb)
  return new KyselyStore({ engine: sqliteEngine, db, readDb })
}

/** It has its name when it is whole, and on disk: what is half-written is never taken for the day before. */
async function copyOf(database: BetterSqlite3.Database, file: string): Promise<void> {
  const draft = `${file}.part`
  try {
    await database.backup(draft)
    await syncFile(draft)
    await nameFile(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

function connect(file: string): BetterSqlite3.Database {
  const database = new BetterSqlite3(file)
  database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
  const mode = database.pragma('journal_mode = wal', { simple: true })
  if (mode !== 'wal') {
    database.close()
    // A network folder, usually: write-ahead logging does not hold its promise there.
    throw new NotOnThisDisk(`journal_mode is ${String(mode)}`)
  }
  // An acknowledged write is on disk: FULL syncs the log at every commit, NORMAL does not.
  database.pragma('synchronous = full')
  database.pragma('temp_store = memory')
  return database
}

/** Kysely prepares every statement anew; the same few come back all the time. */
function withCache(database: BetterSqlite3.Database): SqliteDatabase {
  const statements = new Map<string, BetterSqlite3.Statement>()
  return {
    close: () => database.close(),
    prepare: (text) => {
      const known = statements.get(text)
      if (known) return known
      const statement = database.prepare(text)
      if (statements.size >= 500) statements.clear()
      statements.set(text, statement)
      return statement
    },
  }
}
