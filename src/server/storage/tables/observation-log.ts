import { sql, type SelectQueryBuilder } from 'kysely'
import { newId } from '../../new-id.ts'
import type { Observation } from '../../../domain/observation/observation.ts'
import type { Database, Engine } from '../engine.ts'
import type { Schema } from '../schema.ts'
import type {
  AddOutcome,
  NewObservation,
  ObservationLog,
  Quarantine,
  StoredObservation,
} from '../records.ts'
import type { FeedWriter } from './feed-table.ts'

type Row = Schema['observations']
type Known = ReadonlyMap<string, { readonly seq: number; readonly hash: string }>

const CHUNK = 200

export function observationLog(
  db: Database,
  { writersTakeTurns }: Pick<Engine, 'writersTakeTurns'>,
  feed: FeedWriter,
  quarantine: Quarantine,
): ObservationLog {
  const knownOf = async (territory: string, ids: readonly string[]): Promise<Known> => {
    if (ids.length === 0) return new Map()
    const rows = await db
      .selectFrom('observations')
      .select(['id', 'seq', 'hash'])
      .where('territory', '=', territory)
      .where('id', 'in', ids)
      .execute()
    return new Map(rows.map((row) => [row.id, row]))
  }

  /** Gives each its number. */
  const insert = async (
    territory: string,
    records: readonly NewObservation[],
  ): Promise<ReadonlyMap<string, number>> => {
    if (records.length === 0) return new Map()
    const things = records.map(({ observation }) => ({
      kind: 'observation' as const,
      entity: observation.id,
    }))
    const first = await feed.appendAll(territory, things)
    const rows = records.map((record, i) => toRow(territory, record, first + i))
    for (let at = 0; at < rows.length; at += CHUNK) {
      await db
        .insertInto('observations')
        .values(rows.slice(at, at + CHUNK))
        .execute()
    }
    return new Map(rows.map((row) => [row.id, row.seq]))
  }

  const byQuery = () => db.selectFrom('observations').select(COLUMNS)

  return {
    async add(territory, records) {
      const ids = [...new Set(records.map((record) => record.observation.id))]
      // Only who holds the counter may add: nobody slips in between this look and the insertion.
      if (!writersTakeTurns && ids.length > 0) await feed.hold(territory)
      const known = await knownOf(territory, ids)
      const isNew = (record: NewObservation) => !known.has(record.observation.id)
      const fresh = new Map<string, NewObservation>()
      for (const record of records.filter(isNew)) {
        if (!fresh.has(record.observation.id)) fresh.set(record.observation.id, record)
      }
      const seqs = await insert(territory, [...fresh.values()])
      const added = [...fresh].map(([id, { hash }]) => [id, { seq: seqs.get(id)!, hash }] as const)
      const stored = new Map([...known, ...added])
      return settle(territory, records, stored, new Set(fresh.values()), quarantine)
    },
    async get(territory, id) {
      const row = await byQuery()
        .where('territory', '=', territory)
        .where('id', '=', id)
        .executeTakeFirst()
      return row && fromRow(row)
    },
    async getMany(territory, ids) {
      const rows: ReadRow[] = []
      for (let at = 0; at < ids.length; at += CHUNK) {
        const some = ids.slice(at, at + CHUNK)
        const found = byQuery().where('territory', '=', territory).where('id', 'in', some)
        rows.push(...(await found.execute()))
      }
      return inOrder(rows)
    },
    async query(territory, { trail, kind, unanswered, account, walk, after, limit }) {
      let query = byQuery().where('territory', '=', territory)
      if (trail === null) query = query.where('trail', 'is', null)
      if (typeof trail === 'string') query = query.where('trail', '=', trail)
      if (kind) {
        // Beside a trail, an outing or a person, the kind must not be what the engine looks up by.
        const narrow = trail !== undefined || account !== undefined || walk !== undefined
        query = narrow ? query.where(sql`kind || ''`, '=', kind) : query.where('kind', '=', kind)
      }
      if (account) query = query.where('account', '=', account)
      if (walk) query = query.where('walk', '=', walk)
      if (after !== undefined) query = query.where('seq', '>', after)
      if (unanswered) query = withoutAnswer(query)
      if (limit !== undefined) query = query.limit(limit)
      return (await query.orderBy('seq').execute()).map(fromRow)
    },
    async ofTrails(territory, trails) {
      const rows: ReadRow[] = []
      for (let at = 0; at < trails.length; at += CHUNK) {
        const some = trails.slice(at, at + CHUNK)
        const found = byQuery().where('territory', '=', territory).where('trail', 'in', some)
        rows.push(...(await found.execute()))
      }
      return inOrder(rows)
    },
    async unansweredCounts(territory) {
      const { rows } = await sql<{ trail: string | null; count: number; oldest: string }>`
        select trail, count(*) as count, min(received_at) as oldest from observations
        where territory = ${territory} and ${NO_ANSWER} group by trail`.execute(db)
      return rows.map((row) => ({
        trail: row.trail,
        count: Number(row.count),
        oldestReceivedAt: row.oldest,
      }))
    },
    async redact(territory, observation) {
      await db
        .updateTable('observations')
        .set({ json: JSON.stringify(observation) })
        .where('territory', '=', territory)
        .where('id', '=', observation.id)
        .execute()
    },
  }
}

const COLUMNS = ['seq', 'account', 'device', 'received_at', 'hash', 'json'] as const
type ReadRow = Pick<Row, (typeof COLUMNS)[number]>

const NO_ANSWER = sql<boolean>`not exists (
  select 1 from entities answer where answer.territory = observations.territory
  and answer.id = observations.id and answer.kind = 'answer' and answer.deleted = 0)`

function withoutAnswer<O>(query: SelectQueryBuilder<Schema, 'observations', O>) {
  return query.where(NO_ANSWER)
}

/** What became of each record, in the order they were given. */
async function settle(
  territory: string,
  records: readonly NewObservation[],
  stored: Known,
  created: Set<NewObservation>,
  quarantine: Quarantine,
): Promise<AddOutcome[]> {
  const outcomes: AddOutcome[] = []
  for (const record of records) {
    const { id } = record.observation
    const known = stored.get(id)!
    if (created.delete(record)) outcomes.push({ id, outcome: 'created', seq: known.seq })
    else if (known.hash === record.hash) outcomes.push({ id, outcome: 'duplicate', seq: known.seq })
    else {
      const { account, device, receivedAt, hash, json } = record
      const sender = { account, device, receivedAt }
      const kept = { ...sender, hash, json, id: newId(Date.parse(receivedAt)), record: id }
      await quarantine.add(territory, { ...kept, code: 'conflict' })
      outcomes.push({ id, outcome: 'conflict' })
    }
  }
  return outcomes
}

function toRow(territory: string, record: NewObservation, seq: number): Row {
  const { observation, account, device, receivedAt, hash, json } = record
  const { kind, trail, walk } = observation.properties
  return {
    territory,
    id: observation.id,
    seq,
    kind,
    trail: trail ?? null,
    walk: walk ?? null,
    account,
    device,
    received_at: receivedAt,
    hash,
    json,
  }
}

/** Sorted here: asked to, SQLite reads the whole territory in order and looks for the few in it. */
function inOrder(rows: readonly ReadRow[]): StoredObservation[] {
  return [...rows].sort((a, b) => a.seq - b.seq).map(fromRow)
}

function fromRow(row: ReadRow): StoredObservation {
  return {
    seq: row.seq,
    account: row.account,
    device: row.device,
    receivedAt: row.received_at,
    hash: row.hash,
    json: row.json,
    observation: JSON.parse(row.json) as Observation,
  }
}
