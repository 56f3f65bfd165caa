import type { Database } from '../engine.ts'
import type { Schema } from '../schema.ts'
import type { Quarantine, QuarantinedRecord } from '../records.ts'

const DEFAULT_LIMIT = 500

export function quarantineTable(db: Database): Quarantine {
  return {
    async add(territory, { id, record, code, field, account, device, receivedAt, hash, json }) {
      await db
        .insertInto('quarantine')
        .values({
          territory,
          id,
          record: record ?? null,
          code,
          field: field ?? null,
          account,
          device,
          received_at: receivedAt,
          hash,
          json,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async list(territory, query = {}) {
      let rows = db.selectFrom('quarantine').selectAll().where('territory', '=', territory)
      if (query.account) rows = rows.where('account', '=', query.account)
      const found = await rows
        .orderBy('id', 'desc')
        .limit(query.limit ?? DEFAULT_LIMIT)
        .execute()
      return found.map(fromRow)
    },
    async get(territory, id) {
      const row = await db
        .selectFrom('quarantine')
        .selectAll()
        .where('territory', '=', territory)
        .where('id', '=', id)
        .executeTakeFirst()
      return row && fromRow(row)
    },
    async count(territory) {
      const row = await db
        .selectFrom('quarantine')
        .select((all) => all.fn.countAll<number>().as('count'))
        .where('territory', '=', territory)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
    async roomOf(territory, device) {
      const row = await db
        .selectFrom('revoked_rooms')
        .select(['bytes', 'records'])
        .where('territory', '=', territory)
        .where('device', '=', device)
        .executeTakeFirst()
      return { bytes: Number(row?.bytes ?? 0), records: Number(row?.records ?? 0) }
    },
    async setRoom(territory, device, { bytes, records }) {
      await db
        .insertInto('revoked_rooms')
        .values({ territory, device, bytes, records })
        .onConflict((conflict) =>
          conflict.columns(['territory', 'device']).doUpdateSet({ bytes, records }),
        )
        .execute()
    },
    async remove(territory, ids) {
      if (ids.length === 0) return
      await db
        .deleteFrom('quarantine')
        .where('territory', '=', territory)
        .where('id', 'in', ids)
        .execute()
    },
  }
}

function fromRow(row: Schema['quarantine']): QuarantinedRecord {
  const { id, record, code, field, account, device, hash, json } = row
  return {
    id,
    code,
    account,
    device,
    hash,
    json,
    receivedAt: row.received_at,
    ...(record === null ? {} : { record }),
    ...(field === null ? {} : { field }),
  }
}
