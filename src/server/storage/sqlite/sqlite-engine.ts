import { sql } from 'kysely'
import { codeOf } from '../../error-code.ts'
import type { Engine } from '../engine.ts'

const places: Engine['lyingIn'] = (territory, [west, south, east, north], kinds) => sql`
  from entity_boxes b
  cross join entity_places e on e.place = b.place
  where b.min_lon <= ${east} and b.max_lon >= ${west}
    and b.min_lat <= ${north} and b.max_lat >= ${south}
    and e.territory = ${territory} and e.kind in (${sql.join(kinds)})
    and e.min_lon <= ${east} and e.max_lon >= ${west}
    and e.min_lat <= ${north} and e.max_lat >= ${south}`

/**
 * SQLite has one writer at a time, so nothing needs holding. Its R*Tree wants whole numbers as ids and
 * keeps 32-bit floats, rounded outwards: it finds candidates, the exact columns decide.
 */
export const sqliteEngine: Engine = {
  name: 'sqlite',
  types: { key: 'text', text: 'text', int: 'integer', real: 'real', bytes: 'blob' },
  begin: { write: 'begin immediate', read: 'begin' },
  writersTakeTurns: true,
  spatialIndex: [
    `create table entity_places (
       place integer primary key, territory text not null, id text not null, kind text not null,
       unique (territory, id, kind))`,
    `create virtual table entity_boxes using rtree (place, min_lon, max_lon, min_lat, max_lat)`,
  ],
  inBox: (territory, box, kinds) => sql`
    from (select e.territory, e.id, e.kind ${places(territory, box, kinds)}) p
    cross join entities e on e.territory = p.territory and e.id = p.id and e.kind = p.kind
    where true`,
  lyingIn: places,
  async place(db, territory, { kind, id }, box) {
    if (!box) return
    const [west, south, east, north] = box
    await sql`insert into entity_places
        (territory, id, kind, min_lon, min_lat, max_lon, max_lat)
      values (${territory}, ${id}, ${kind}, ${west}, ${south}, ${east}, ${north})
      on conflict (territory, id, kind) do update set
        min_lon = excluded.min_lon, min_lat = excluded.min_lat,
        max_lon = excluded.max_lon, max_lat = excluded.max_lat`.execute(db)
    await sql`insert or replace into entity_boxes (place, min_lon, max_lon, min_lat, max_lat)
      select place, ${west}, ${east}, ${south}, ${north} from entity_places
      where territory = ${territory} and id = ${id} and kind = ${kind}`.execute(db)
  },
  async unplaceAll(db, territory) {
    await sql`delete from entity_boxes where place in
      (select place from entity_places where territory = ${territory})`.execute(db)
    await sql`delete from entity_places where territory = ${territory}`.execute(db)
  },
  hold: () => Promise.resolve(),
  isRetryable: (error) => codeOf(error).startsWith('SQLITE_BUSY'),
  isFull: (error) => codeOf(error) === 'SQLITE_FULL' || codeOf(error) === 'ENOSPC',
}
