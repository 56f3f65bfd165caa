import { sql } from 'kysely'
import type { Database } from '../engine.ts'
import type { Schema } from '../schema.ts'
import type { Quarantine, QuarantinedRecord } from '../records.ts'

const DEFAULT_LIMIT = 500
const COLUMNS = [
  ...(['territory', 'id', 'record', 'code', 'field'] as const),
  ...(['account', 'device', 'received_at', 'hash'] as const),
] as const

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
      const { characters } = query
      let rows = db.selectFrom('quarantine').where('territory', '=', territory)
      if (query.account) rows = rows.where('account', '=', query.account)
      if (query.before) rows = rows.where('id', '<', query.before)
      const json =
        characters === undefined ? sql<string>`json` : sql<string>`substr(json, 1, ${characters})`
      const found = await rows
        .select([...COLUMNS, json.as('json')])
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
    async addToQuota(territory, device, asked, most) {
      const left = { bytes: most.bytes - asked.bytes, records: most.records - asked.records }
      if (left.bytes < 0 || left.records < 0) return false
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('revoked_rooms')
        .values({ territory, device, ...asked })
        .onConflict((conflict) =>
          conflict
            .columns(['territory', 'device'])
            .doUpdateSet((row) => ({
              bytes: row('revoked_rooms.bytes', '+', asked.bytes),
              records: row('revoked_rooms.records', '+', asked.records),
            }))
            .where('revoked_rooms.bytes', '<=', left.bytes)
            .where('revoked_rooms.records', '<=', left.records),
        )
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async remove(territory, ids) {
      if (ids.length === 0) return 0
      const { numDeletedRows } = await db
        .deleteFrom('quarantine')
        .where('territory', '=', territory)
        .where('id', 'in', ids)
        .executeTakeFirst()
      return Number(numDeletedRows)
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
