import { sql } from 'kysely'
import type { Database, Engine } from '../engine.ts'
import type { Feed, FeedKind } from '../store.ts'

/** The feed, with what the other logs need of it. */
export interface FeedWriter extends Feed {
  /** Gives numbers to several things at once; the first of them. Holds the counter until the commit. */
  appendAll(
    territory: string,
    things: readonly { readonly kind: FeedKind; readonly entity: string }[],
  ): Promise<number>
}

/** Rows of one statement: far below the bind limits of both engines. */
const CHUNK = 500

export function feedTable(db: Database, engine: Engine): FeedWriter {
  const appendAll: FeedWriter['appendAll'] = async (territory, things) => {
    // One counter row, changed in the writing transaction: numbers become visible in order, no holes.
    const { rows } = await sql<{ seq: number }>`
      insert into heads (territory, seq) values (${territory}, ${things.length})
      on conflict (territory) do update set seq = heads.seq + ${things.length}
      returning seq`.execute(db)
    const first = rows[0]!.seq - things.length + 1
    for (let at = 0; at < things.length; at += CHUNK) {
      const values = things
        .slice(at, at + CHUNK)
        .map(({ kind, entity }, i) => ({ territory, seq: first + at + i, kind, entity }))
      await db.insertInto('feed').values(values).execute()
    }
    return first
  }
  return {
    appendAll,
    append: (territory, kind, entity) => appendAll(territory, [{ kind, entity }]),
    hold: (territory) => engine.hold(db, territory),
    async head(territory) {
      const row = await db
        .selectFrom('heads')
        .select('seq')
        .where('territory', '=', territory)
        .executeTakeFirst()
      return row?.seq ?? 0
    },
    async since(territory, after, limit) {
      const rows = await db
        .selectFrom('feed')
        .select(['seq', 'kind', 'entity'])
        .where('territory', '=', territory)
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...row, kind: row.kind as FeedKind }))
    },
  }
}
