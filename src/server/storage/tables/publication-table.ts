import type { Database } from '../engine.ts'
import type { PublicationTable } from '../store.ts'

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
        })
        .execute()
    },
    async get(territory, trail, number) {
      const row = await rowsOf(territory, trail)
        .selectAll()
        .where('number', '=', number)
        .executeTakeFirst()
      if (!row) return undefined
      const { sha256, published_at: publishedAt } = row
      return { trail, number, sha256, publishedAt, bytes: new Uint8Array(row.bytes) }
    },
    async list(territory, trail) {
      const rows = await rowsOf(territory, trail)
        .select(['number', 'sha256', 'published_at'])
        .orderBy('number')
        .execute()
      return rows.map((row) => ({
        trail,
        number: row.number,
        sha256: row.sha256,
        publishedAt: row.published_at,
      }))
    },
  }
}
