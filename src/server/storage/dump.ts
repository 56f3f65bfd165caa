import { sql } from 'kysely'
import type { Database, Engine } from './engine.ts'
import { TABLE_KEYS, type TableName } from './schema.ts'
import { boxOf } from './box-of.ts'
import type { DumpRow } from './store.ts'
import type { CatalogueEntity } from '../../domain/catalogue/entity.ts'

const PAGE = 1_000
/** How bytes are written in a dump, whose rows are JSON. */
const BYTES_PREFIX = 'base64:'

/** Reads table after table by pages of its key, so that no table has to fit in memory. */
export async function dumpTables(
  db: Database,
  write: (row: DumpRow) => Promise<void>,
): Promise<void> {
  for (const table of Object.keys(TABLE_KEYS) as TableName[]) {
    const key = sql.join(TABLE_KEYS[table].map((name) => sql.ref(name)))
    let last: readonly unknown[] | null = null
    for (;;) {
      const from: ReturnType<typeof sql> = last
        ? sql`where (${key}) > (${sql.join([...last])})`
        : sql``
      const { rows } = await sql<Record<string, unknown>>`
        select * from ${sql.table(table)} ${from} order by ${key} limit ${PAGE}`.execute(db)
      for (const row of rows) await write({ table, row: encode(row) })
      const final = rows.at(-1)
      if (!final || rows.length < PAGE) break
      last = TABLE_KEYS[table].map((name) => final[name])
    }
  }
}

/** Fills empty tables. What an engine derives, such as SQLite's boxes, is made again. */
export async function loadTables(
  db: Database,
  engine: Engine,
  rows: AsyncIterable<DumpRow> | Iterable<DumpRow>,
): Promise<void> {
  for await (const { table, row } of rows) {
    if (!Object.hasOwn(TABLE_KEYS, table)) throw new Error(`Unknown table in the dump: ${table}`)
    const decoded = decode(row)
    const names = Object.keys(decoded)
    await sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
      values (${sql.join(Object.values(decoded))})`.execute(db)
    if (table === 'entities') {
      const entity = JSON.parse(String(decoded['json'])) as CatalogueEntity
      const { kind } = entity.properties
      const territory = String(decoded['territory'])
      await engine.place(db, territory, { kind, id: entity.id }, boxOf(entity.geometry))
    }
  }
}

function encode(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? BYTES_PREFIX + Buffer.from(value).toString('base64') : value,
    ]),
  )
}

function decode(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const value = row['bytes']
  if (typeof value !== 'string' || !value.startsWith(BYTES_PREFIX)) return { ...row }
  return { ...row, bytes: Buffer.from(value.slice(BYTES_PREFIX.length), 'base64') }
}
