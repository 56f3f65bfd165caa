import { sql } from 'kysely'
import { codeOf } from '../../error-code.ts'
import type { Engine } from '../engine.ts'

/** Serialisation failure, deadlock: the same work again will do. */
const RETRYABLE = new Set(['40001', '40P01'])

const entitiesIn: Engine['inBox'] = (territory, [west, south, east, north], kinds) => sql`
  from entities e
  where e.territory = ${territory} and e.kind in (${sql.join(kinds)})
    and box(point(e.min_lon, e.min_lat), point(e.max_lon, e.max_lat))
      && box(point(${west}::float8, ${south}::float8), point(${east}::float8, ${north}::float8))`

/** PostgreSQL without extensions: boxes are an expression index, the counter row is the only lock. */
export const postgresEngine: Engine = {
  name: 'postgres',
  types: {
    key: 'text collate "C"',
    text: 'text',
    int: 'bigint',
    real: 'double precision',
    bytes: 'bytea',
  },
  begin: { write: 'begin', read: 'begin isolation level repeatable read read only' },
  writersTakeTurns: false,
  spatialIndex: [
    `create index entities_by_box on entities
       using gist (box(point(min_lon, min_lat), point(max_lon, max_lat)))`,
  ],
  inBox: entitiesIn,
  lyingIn: entitiesIn,
  place: () => Promise.resolve(),
  unplaceAll: () => Promise.resolve(),
  async hold(db, territory) {
    const counter = sql`select seq from heads where territory = ${territory} for update`
    if ((await counter.execute(db)).rows.length > 0) return
    await db
      .insertInto('heads')
      .values({ territory, seq: 0 })
      .onConflict((conflict) => conflict.column('territory').doNothing())
      .execute()
    await counter.execute(db)
  },
  isRetryable: (error) => RETRYABLE.has(codeOf(error)),
  isFull: (error) => codeOf(error) === '53100' || codeOf(error) === 'ENOSPC',
}
