import { sql } from 'kysely'
import type { Database, Engine } from '../engine.ts'

/** One step of the tables' history. Never edited once released: a change is a new, later step. */
export interface Migration {
  /** Dated, sorted, unique: `2026-11-23-first-tables`. */
  readonly id: string
  statements(engine: Engine): readonly string[]
}

/** The tables had steps that this version does not know: it could only spoil them. Names the last one. */
export class NewerDatabase extends Error {}

/**
 * Runs the steps that a database has not had, each in its own transaction. Gives their ids. Fails, and changes
 * nothing, when the database has had steps of a later version.
 * @param beforeChange called before the first step on tables that hold something: the time for a copy
 */
export async function migrate(
  db: Database,
  engine: Engine,
  migrations: readonly Migration[],
  beforeChange: (firstMissing: string) => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> {
  const { key } = engine.types
  return db.connection().execute(async (connection) => {
    const run = (statement: string) => sql.raw(statement).execute(connection)
    const alone = async (work: () => Promise<void>): Promise<void> => {
      await run(engine.begin.write)
      try {
        for (const statement of engine.changeAlone) await run(statement)
        await work()
        await run('commit')
      } catch (error) {
        await run('rollback')
        throw error
      }
    }
    const doneOf = async () => {
      const { rows } = await sql<{ id: string }>`select id from migrations`.execute(connection)
      return new Set(rows.map((row) => row.id))
    }

    await alone(async () => {
      await run(
        `create table if not exists migrations (id ${key} primary key, applied_at ${key} not null)`,
      )
    })
    const done = await doneOf()
    const known = new Set(migrations.map((migration) => migration.id))
    const unknown = [...done].filter((id) => !known.has(id)).sort()
    if (unknown.length > 0) throw new NewerDatabase(unknown.at(-1))
    const missing = migrations.filter((migration) => !done.has(migration.id))
    const [first] = missing
    if (first && done.size > 0) await beforeChange(first.id)
    for (const migration of missing) {
      await alone(async () => {
        // Another process that started at the same time may have been quicker.
        if ((await doneOf()).has(migration.id)) return
        for (const statement of migration.statements(engine)) await run(statement)
        const at = new Date().toISOString()
        await sql`insert into migrations (id, applied_at) values (${migration.id}, ${at})`.execute(
          connection,
        )
      })
    }
    return missing.map((migration) => migration.id)
  })
}
