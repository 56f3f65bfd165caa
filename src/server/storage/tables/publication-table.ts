import type { Database } from '../engine.ts'
import type { Schema } from '../schema.ts'
import type { PublicationTable, StoredPublication } from '../store.ts'

/** An `or` of so many is still read by the index, one by one. */
const CHUNK = 100

export function publicationTable(db: Database): PublicationTable {
  const rowsOf = (territory: string, trail: string) =>
    db.selectFrom('publications').where('territory', '=', territory).where('trail', '=', trail)
  return {
    async add(territory, { trail, number, bytes, sha256, publishedAt }) {
      await db
        .insertInto('publications')
        .values({
          territory,
          trail,
          number,
          sha256,
          published_at: publishedAt,
          bytes: Buffer.from(bytes),
          redacted_at: null,
        })
        .execute()
    },
    async get(territory, trail, number) {
      const row = await rowsOf(territory, trail)
        .selectAll()
        .where('number', '=', number)
        .executeTakeFirst()
      if (!row) return undefined
      return { ...fromRow(row), bytes: new Uint8Array(row.bytes) }
    },
    async getMany(territory, wanted) {
      const found: StoredPublication[] = []
      for (let at = 0; at < wanted.length; at += CHUNK) {
        const some = wanted.slice(at, at + CHUNK)
        const rows = await db
          .selectFrom('publications')
          .selectAll()
          // The territory in each: SQLite then looks for each by its key, else through all of them.
          .where((each) =>
            each.or(some.map(({ trail, number }) => each.and({ territory, trail, number }))),
          )
          .execute()
        found.push(...rows.map((row) => ({ ...fromRow(row), bytes: new Uint8Array(row.bytes) })))
      }
      return found
    },
    async numbers(territory, trails) {
      const numbers = new Map<string, number[]>()
      for (let at = 0; at < trails.length; at += CHUNK) {
        const rows = await db
          .selectFrom('publications')
          .select(['trail', 'number'])
          .where('territory', '=', territory)
          .where('trail', 'in', trails.slice(at, at + CHUNK))
          .orderBy('number')
          .execute()
        for (const { trail, number } of rows) {
          const known = numbers.get(trail)
          if (known) known.push(number)
          else numbers.set(trail, [number])
        }
      }
      return numbers
    },
    async list(territory, trail) {
      const rows = await rowsOf(territory, trail)
        .select(['trail', 'number', 'sha256', 'published_at', 'redacted_at'])
        .orderBy('number')
        .execute()
      return rows.map(fromRow)
    },
    async redact(territory, { trail, number, bytes, sha256, redactedAt }) {
      await db
        .updateTable('publications')
        .set({ bytes: Buffer.from(bytes), sha256, redacted_at: redactedAt ?? null })
        .where('territory', '=', territory)
        .where('trail', '=', trail)
        .where('number', '=', number)
        .execute()
    },
  }
}

function fromRow(row: Omit<Schema['publications'], 'territory' | 'bytes'>) {
  return {
    trail: row.trail,
    number: row.number,
    sha256: row.sha256,
    publishedAt: row.published_at,
    ...(row.redacted_at === null ? {} : { redactedAt: row.redacted_at }),
  }
}
