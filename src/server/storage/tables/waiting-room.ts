import type { Observation } from '../../../domain/observation/observation.ts'
import type { Database } from '../engine.ts'
import type { Schema } from '../schema.ts'
import type { NewObservation, WaitingRoom } from '../records.ts'

export function waitingRoom(db: Database): WaitingRoom {
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
    async naming(territory, sha256) {
      const rows = await db
        .selectFrom('waiting_blobs')
        .innerJoin('waiting', (join) =>
          join
            .onRef('waiting.territory', '=', 'waiting_blobs.territory')
            .onRef('waiting.id', '=', 'waiting_blobs.id')
            .onRef('waiting.hash', '=', 'waiting_blobs.hash'),
        )
        .select(['waiting.hash', 'json', 'account', 'device', 'received_at'])
        .where('waiting_blobs.territory', '=', territory)
        .where('waiting_blobs.sha256', '=', sha256)
        .orderBy('received_at')
        .execute()
      return rows.map(fromRow)
    },
    async of(territory, account) {
      const rows = await db
        .selectFrom('waiting')
        .selectAll()
        .where('territory', '=', territory)
        .where('account', '=', account)
        .execute()
      return rows.map(fromRow)
    },
    async remove(territory, records) {
      for (const { id, hash } of records) {
        for (const table of ['waiting', 'waiting_blobs'] as const) {
          await db
            .deleteFrom(table)
            .where('territory', '=', territory)
            .where('id', '=', id)
            .where('hash', '=', hash)
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
