import type { Decision } from '../../../domain/catalogue/decision.ts'
import type { Database } from '../engine.ts'
import type { Schema } from '../schema.ts'
import type { DecisionLog, StoredDecision } from '../store.ts'
import type { FeedWriter } from './feed-table.ts'

/** Engines bound the number of parameters of one statement. */
const CHUNK = 500

export function decisionLog(db: Database, feed: FeedWriter): DecisionLog {
  const get: DecisionLog['get'] = async (territory, id) => {
    const row = await db
      .selectFrom('decisions')
      .selectAll()
      .where('territory', '=', territory)
      .where('id', '=', id)
      .executeTakeFirst()
    return row && fromRow(row)
  }
  const among = async (territory: string, column: 'id' | 'target', wanted: readonly string[]) => {
    const found: StoredDecision[] = []
    for (let at = 0; at < wanted.length; at += CHUNK) {
      const rows = await db
        .selectFrom('decisions')
        .selectAll()
        .where('territory', '=', territory)
        .where(column, 'in', wanted.slice(at, at + CHUNK))
        .execute()
      found.push(...rows.map(fromRow))
    }
    return found.sort((a, b) => a.seq - b.seq)
  }
  return {
    get,
    getMany: (territory, ids) => among(territory, 'id', ids),
    ofTargets: (territory, targets) => among(territory, 'target', targets),
    async add(territory, { decision, hash, receivedAt, outcome }) {
      await feed.hold(territory)
      const known = await get(territory, decision.id)
      if (known) {
        return known.hash === hash
          ? { outcome: 'duplicate', stored: known }
          : { outcome: 'conflict' }
      }
      const seq = await feed.append(territory, 'decision', decision.id)
      await db
        .insertInto('decisions')
        .values({
          territory,
          id: decision.id,
          seq,
          target: decision.properties.target,
          action: decision.properties.action,
          received_at: receivedAt,
          outcome,
          hash,
          json: JSON.stringify(decision),
        })
        .execute()
      return { outcome: 'created', stored: { seq, decision, hash, receivedAt, outcome } }
    },
    async list(territory, query = {}) {
      let rows = db.selectFrom('decisions').selectAll().where('territory', '=', territory)
      if (query.target) rows = rows.where('target', '=', query.target)
      if (query.after !== undefined) rows = rows.where('seq', '>', query.after)
      if (query.limit !== undefined) rows = rows.limit(query.limit)
      return (await rows.orderBy('seq').execute()).map(fromRow)
    },
  }
}

function fromRow(row: Schema['decisions']): StoredDecision {
  return {
    seq: row.seq,
    hash: row.hash,
    outcome: row.outcome,
    receivedAt: row.received_at,
    decision: JSON.parse(row.json) as Decision,
  }
}
