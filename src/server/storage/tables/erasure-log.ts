import type { Database } from '../engine.ts'
import type { Schema } from '../schema.ts'
import type { Erasure, ErasureLog } from '../store.ts'

export function erasureLog(db: Database): ErasureLog {
  return {
    async note(territory, { id, kind, subject, notedAt }) {
      const row = { territory, id, kind, subject, noted_at: notedAt, finished_at: null }
      await db
        .insertInto('erasures')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async open(territory, since) {
      const rows = await db
        .selectFrom('erasures')
        .selectAll()
        .where('territory', '=', territory)
        .where((or) => or.or([or('finished_at', 'is', null), or('noted_at', '>=', since)]))
        .orderBy('id')
        .execute()
      return rows.map(fromRow)
    },
    async finish(territory, id, finishedAt) {
      await db
        .updateTable('erasures')
        .set({ finished_at: finishedAt })
        .where('territory', '=', territory)
        .where('id', '=', id)
        .execute()
    },
  }
}

function fromRow({ id, kind, subject, noted_at, finished_at }: Schema['erasures']): Erasure {
  return {
    id,
    kind: kind as Erasure['kind'],
    subject,
    notedAt: noted_at,
    ...(finished_at === null ? {} : { finishedAt: finished_at }),
  }
}
