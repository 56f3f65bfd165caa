import { sql } from 'kysely'
import type { CatalogueEntity } from '../../../domain/catalogue/entity.ts'
import { boxOf } from '../box-of.ts'
import type { Database, Engine } from '../engine.ts'
import type { Schema } from '../schema.ts'
import type { CatalogueTable, EntityKind, EntityOf } from '../store.ts'
import type { FeedWriter } from './feed-table.ts'

const CHUNK = 500
const PLACED: readonly EntityKind[] = ['trail', 'heritage-point', 'trail-report']

export function catalogueTable(db: Database, engine: Engine, feed: FeedWriter): CatalogueTable {
  const readerOf = async (entity: CatalogueEntity): Promise<string> => {
    if (entity.properties.kind !== 'answer') return ''
    const row = await db
      .selectFrom('observations')
      .select('account')
      .where('territory', '=', entity.properties.territory)
      .where('id', '=', entity.id)
      .executeTakeFirst()
    return row?.account ?? ''
  }

  const write = async (territory: string, entity: CatalogueEntity, seq: number) => {
    const box = boxOf(entity.geometry)
    const row = { ...toRow(entity, seq, await readerOf(entity)), territory }
    await db
      .insertInto('entities')
      .values(row)
      .onConflict((conflict) => conflict.columns(['territory', 'id', 'kind']).doUpdateSet(row))
      .execute()
    await engine.place(db, territory, { kind: row.kind, id: row.id }, box)
    const trails = trailsOf(entity)
    await db
      .deleteFrom('entity_trails')
      .where('territory', '=', territory)
      .where('id', '=', entity.id)
      .where('kind', '=', row.kind)
      .execute()
    if (trails.length === 0) return
    await db
      .insertInto('entity_trails')
      .values(trails.map((trail) => ({ territory, trail, kind: row.kind, id: row.id })))
      .execute()
  }

  const select = (territory: string) =>
    db.selectFrom('entities').select(['seq', 'entities.json']).where('territory', '=', territory)

  const getMany: CatalogueTable['getMany'] = async (territory, kind, ids) => {
    const rows: { json: string }[] = []
    for (let at = 0; at < ids.length; at += CHUNK) {
      const some = ids.slice(at, at + CHUNK)
      rows.push(
        ...(await select(territory).where('kind', '=', kind).where('id', 'in', some).execute()),
      )
    }
    return rows.map((row) => read(row) as EntityOf<typeof kind>)
  }

  const byTrails: CatalogueTable['byTrails'] = async (territory, trails, kind) => {
    const rows: { trail: string; seq: number; json: string }[] = []
    for (let at = 0; at < trails.length; at += CHUNK) {
      const found = db
        .selectFrom('entity_trails')
        .innerJoin('entities', (join) =>
          join
            .onRef('entities.territory', '=', 'entity_trails.territory')
            .onRef('entities.id', '=', 'entity_trails.id')
            .onRef('entities.kind', '=', 'entity_trails.kind'),
        )
        .select(['entity_trails.trail', 'entities.seq', 'entities.json'])
        .where('entity_trails.territory', '=', territory)
        .where('entity_trails.trail', 'in', trails.slice(at, at + CHUNK))
        .where('entity_trails.kind', '=', kind)
      rows.push(...(await found.execute()))
    }
    // Sorted here: asked for an order, SQLite walks through all entities of the kind instead.
    rows.sort((a, b) => a.seq - b.seq)
    const entities = rows.map((row) => [row.trail, read(row) as EntityOf<typeof kind>] as const)
    return grouped(entities)
  }

  return {
    getMany,
    byTrails,
    async get(territory, kind, id) {
      return (await getMany(territory, kind, [id]))[0]
    },
    async find(territory, id) {
      const row = await select(territory)
        .where('id', '=', id)
        .where('kind', '<>', 'answer')
        .executeTakeFirst()
      return row && read(row)
    },
    async trailBySlug(territory, slug) {
      const rows = await select(territory).where('slug', '=', slug).execute()
      rows.sort((a, b) => a.seq - b.seq)
      const trails = rows.map(read) as EntityOf<'trail'>[]
      const stands = trails.find((trail) => !trail.properties.deleted)
      // One whose creation was taken back never was: it stands in nobody's place.
      return stands ?? trails.find((trail) => !trail.properties.deleted?.undone) ?? trails[0]
    },
    async put(territory, entities) {
      const things = entities.map(({ id, properties }) => ({ kind: properties.kind, entity: id }))
      const first = await feed.appendAll(territory, things)
      for (const [i, entity] of entities.entries()) await write(territory, entity, first + i)
      return first + entities.length - 1
    },
    async touch(territory, kind, id) {
      const seq = await feed.append(territory, kind, id)
      await db
        .updateTable('entities')
        .set({ seq })
        .where('territory', '=', territory)
        .where('id', '=', id)
        .where('kind', '=', kind)
        .execute()
      return seq
    },
    async byBox(territory, box, kinds = PLACED) {
      const { rows } = await sql<{ seq: number; json: string }>`
        select e.seq as seq, e.json as json ${engine.inBox(territory, box, kinds)}`.execute(db)
      return rows.sort((a, b) => a.seq - b.seq).map(read)
    },
    async boxesIn(territory, box, kind) {
      const { rows } = await sql<{
        id: string
        west: number
        south: number
        east: number
        north: number
      }>`
        select e.id as id, e.min_lon as west, e.min_lat as south, e.max_lon as east, e.max_lat as north
        ${engine.lyingIn(territory, box, [kind])}`.execute(db)
      return rows.map(({ id, west, south, east, north }) => ({
        id,
        box: [west, south, east, north],
      }))
    },
    async byTrail(territory, trail, kind) {
      return (await byTrails(territory, [trail], kind)).get(trail) ?? []
    },
    async list(territory, kind) {
      const rows = await select(territory).where('kind', '=', kind).orderBy('seq').execute()
      return rows.map((row) => read(row) as EntityOf<typeof kind>)
    },
    async ids(territory, kind) {
      const rows = await db
        .selectFrom('entities')
        .select('id')
        .where('territory', '=', territory)
        .where('kind', '=', kind)
        .orderBy('seq')
        .execute()
      return rows.map((row) => row.id)
    },
    async changes(territory, { after, limit, reader }) {
      const newer = (to?: string) => {
        const rows = select(territory).where('seq', '>', after).orderBy('seq').limit(limit)
        return (to === undefined ? rows : rows.where('reader', '=', to)).execute()
      }
      // Two index scans instead of one filter: other people's answers are never even read.
      const rows =
        reader === undefined
          ? await newer()
          : [...(await newer('')), ...(await newer(reader))].sort((a, b) => a.seq - b.seq)
      return rows.slice(0, limit).map((row) => ({ seq: row.seq, entity: read(row) }))
    },
    async clear(territory) {
      await engine.unplaceAll(db, territory)
      await db.deleteFrom('entity_trails').where('territory', '=', territory).execute()
      await db.deleteFrom('entities').where('territory', '=', territory).execute()
    },
  }
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const [key, one] of pairs) {
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return groups
}

function read(row: { json: string }): CatalogueEntity {
  return JSON.parse(row.json) as CatalogueEntity
}

function trailsOf({ properties }: CatalogueEntity): readonly string[] {
  switch (properties.kind) {
    case 'trail':
      return []
    case 'heritage-point':
      return [...new Set(properties.trails)]
    case 'trail-report':
    case 'answer':
      return properties.trail === undefined ? [] : [properties.trail]
  }
}

function toRow(entity: CatalogueEntity, seq: number, reader: string) {
  const { kind, territory } = entity.properties
  const box = boxOf(entity.geometry)
  return {
    territory,
    id: entity.id,
    kind,
    seq,
    reader,
    deleted: entity.properties.deleted ? 1 : 0,
    slug: entity.properties.kind === 'trail' ? entity.properties.attributes.slug : null,
    min_lon: box?.[0] ?? null,
    min_lat: box?.[1] ?? null,
    max_lon: box?.[2] ?? null,
    max_lat: box?.[3] ?? null,
    json: JSON.stringify(entity),
  } satisfies Schema['entities']
}
