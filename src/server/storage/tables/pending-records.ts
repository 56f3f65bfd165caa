import type { Observation } from '../../../domain/observation/observation.ts'
import type { Database } from '../engine.ts'
import type { Schema } from '../schema.ts'
import type { NewObservation, PendingRecords } from '../records.ts'

const CHUNK = 200

export function pendingRecords(db: Database): PendingRecords {
  return {
    async put(territory, { observation, hash, json, account, device, receivedAt, missing }) {
      const { id } = observation
      await db
        .insertInto('waiting')
        .values({ territory, id, hash, json, account, device, received_at: receivedAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      if (missing.length === 0) return
      await db
        .insertInto('waiting_blobs')
        .values(missing.map((sha256) => ({ territory, sha256, id, hash })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async naming(territory, names) {
      if (names.length === 0) return []
      const named = await db
        .selectFrom('waiting_blobs')
        .select('id')
        .where('territory', '=', territory)
        .where('sha256', 'in', names)
        .limit(1)
        .executeTakeFirst()
      // Nearly always: a photo comes before its record.
      if (!named) return []
      const rows = await db
        .selectFrom('waiting_blobs')
        .innerJoin('waiting', (join) =>
          join
            .onRef('waiting.territory', '=', 'waiting_blobs.territory')
            .onRef('waiting.id', '=', 'waiting_blobs.id')
            .onRef('waiting.hash', '=', 'waiting_blobs.hash'),
        )
        .select(['waiting.hash', 'json', 'account', 'device', 'received_at'])
        .distinct()
        .where('waiting_blobs.territory', '=', territory)
        .where('waiting_blobs.sha256', 'in', names)
        .orderBy('received_at')
        .execute()
      return rows.map(fromRow)
    },
    async of(territory, account, { limit, after }) {
      let rows = db
        .selectFrom('waiting')
        .selectAll()
        .where('territory', '=', territory)
        .where('account', '=', account)
      if (after) {
        const { id, hash } = after
        rows = rows.where((row) =>
          row.or([row('id', '>', id), row.and([row('id', '=', id), row('hash', '>', hash)])]),
        )
      }
      return (await rows.orderBy('id').orderBy('hash').limit(limit).execute()).map(fromRow)
    },
    async remove(territory, records) {
      for (let at = 0; at < records.length; at += CHUNK) {
        const some = records.slice(at, at + CHUNK)
        const named = new Set(some.map(({ id, hash }) => `${id} ${hash}`))
        const waiting = await db
          .selectFrom('waiting')
          .select(['id', 'hash'])
          .where('territory', '=', territory)
          .where('id', 'in', [...new Set(some.map(({ id }) => id))])
          .execute()
        for (const { id, hash } of waiting) {
          if (!named.has(`${id} ${hash}`)) continue
          const one = { territory, id, hash }
          await db
            .deleteFrom('waiting')
            .where((row) => row.and(one))
            .execute()
          await db
            .deleteFrom('waiting_blobs')
            .where((row) => row.and(one))
            .execute()
        }
      }
    },
    async count(territory) {
      const row = await db
        .selectFrom('waiting')
        .select((all) => all.fn.countAll<number>().as('count'))
        .where('territory', '=', territory)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
  }
}

type Row = Pick<Schema['waiting'], 'json' | 'hash' | 'account' | 'device' | 'received_at'>

function fromRow({ json, hash, account, device, received_at: receivedAt }: Row): NewObservation {
  return { observation: JSON.parse(json) as Observation, json, hash, account, device, receivedAt }
}
