import { sql } from 'kysely'
import type { Database, Engine } from '../engine.ts'

/** One step of the tables' history. Never edited once released: a change is a new, later step. */
export interface Migration {
  /** Dated, sorted, unique: `2026-11-23-first-tables`. */
  readonly id: string
  statements(engine: Engine, has: HasColumn): readonly string[]
}

/** Whether the tables, as they are before the step, have a column. */
export type HasColumn = (table: string, column: string) => boolean

/** The tables had steps that this version does not know: it could only spoil them. Names the last one. */
export class NewerDatabase extends Error {}

/**
 * Runs the steps that a database has not had, each in its own transaction that starts with claiming the step's
 * row: of several processes that start together, one runs it and the others wait for its end. Gives their ids.
 * Fails, and changes nothing, when the database has had steps of a later version.
 * @param beforeChange called before the first step on tables that hold something: the time for a copy
 */
export async function migrate(
  db: Database,
  engine: Engine,
  migrations: readonly Migration[],
  beforeChange: (firstMissing: string) => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> {
  return db.connection().execute(async (connection) => {
    await makeLog(connection, engine)
    const { rows } = await sql<{ id: string }>`select id from migrations`.execute(connection)
    const done = new Set(rows.map((row) => row.id))
    const known = new Set(migrations.map((migration) => migration.id))
    const unknown = [...done].filter((id) => !known.has(id)).sort()
    if (unknown.length > 0) throw new NewerDatabase(unknown.at(-1))
    const missing = migrations.filter((migration) => !done.has(migration.id))
    const [first] = missing
    if (first && done.size > 0) await beforeChange(first.id)
    for (const migration of missing) await runOnce(connection, engine, migration)
    return missing.map((migration) => migration.id)
  })
}

/** The table of the steps that were run. Processes that make it at the same time on PostgreSQL: one of them fails. */
async function makeLog(connection: Database, engine: Engine): Promise<void> {
  const { key } = engine.types
  const create = () =>
    sql
      .raw(
        `create table if not exists migrations (id ${key} primary key, applied_at ${key} not null)`,
      )
      .execute(connection)
  await create().catch(create)
}

async function runOnce(connection: Database, engine: Engine, migration: Migration): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(connection)
  await run(engine.begin.write)
  try {
    if (await claim(connection, migration.id)) {
      const has = await columnsOf(connection)
      for (const statement of migration.statements(engine, has)) await run(statement)
    }
    await run('commit')
  } catch (error) {
    await run('rollback')
    throw error
  }
}

/** `false`: another process has run this step, or was running it and has just ended. */
async function claim(connection: Database, id: string): Promise<boolean> {
  const at = new Date().toISOString()
  const { rows } = await sql<{ id: string }>`
    insert into migrations (id, applied_at) values (${id}, ${at})
    on conflict (id) do nothing returning id`.execute(connection)
  return rows.length > 0
}

async function columnsOf(connection: Database): Promise<HasColumn> {
  const tables = await connection.introspection.getTables()
  const columns = new Set(
    tables.flatMap(({ name, columns: all }) => all.map((one) => `${name}.${one.name}`)),
  )
  return (table, column) => columns.has(`${table}.${column}`)
}
