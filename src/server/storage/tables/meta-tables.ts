import type { Database } from '../engine.ts'
import type { MetaTable, TerritoryTable } from '../store.ts'
import type { Territory } from '../../../domain/catalogue/territory.ts'

export function metaTable(db: Database): MetaTable {
  const valueOf = (key: string) => db.selectFrom('meta').select('value').where('key', '=', key)
  return {
    async get(key) {
      return (await valueOf(key).executeTakeFirst())?.value
    },
    async setOnce(key, value) {
      await db
        .insertInto('meta')
        .values({ key, value })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return (await valueOf(key).executeTakeFirstOrThrow()).value
    },
    async set(key, value) {
      await db
        .insertInto('meta')
        .values({ key, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute()
    },
    async clear() {
      await db.deleteFrom('meta').execute()
    },
  }
}

export function territoryTable(db: Database): TerritoryTable {
  return {
    async list() {
      const rows = await db.selectFrom('territories').select('json').orderBy('territory').execute()
      return rows.map((row) => JSON.parse(row.json) as Territory)
    },
    async get(id) {
      const row = await db
        .selectFrom('territories')
        .select('json')
        .where('territory', '=', id)
        .executeTakeFirst()
      return row && (JSON.parse(row.json) as Territory)
    },
    async put(territory) {
      const json = JSON.stringify(territory)
      await db
        .insertInto('territories')
        .values({ territory: territory.id, json })
        .onConflict((conflict) => conflict.column('territory').doUpdateSet({ json }))
        .execute()
    },
  }
}
