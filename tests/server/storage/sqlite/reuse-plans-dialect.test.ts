import BetterSqlite3 from 'better-sqlite3'
import { Kysely, sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { ReusePlansDialect } from '../../../../src/server/storage/sqlite/reuse-plans-dialect.ts'

const db = new Kysely<{ points: { id: string; height: number } }>({
  dialect: new ReusePlansDialect({ database: new BetterSqlite3(':memory:') }),
})
afterAll(() => db.destroy())

describe('statements that SQLite plans once', () => {
  it('hides every value from the planner, wherever it stands', () => {
    const statements = [
      db.insertInto('points').values({ id: 'a', height: 1 }),
      db
        .selectFrom('points')
        .selectAll()
        .where('id', 'in', ['a', 'b'])
        .where('height', '>', 3)
        .limit(5),
      db.updateTable('points').set({ height: 2 }).where('id', '=', 'a'),
      db.deleteFrom('points').where('id', 'like', 'a%'),
    ].map((query) => query.compile())
    const raw = sql`select ${1}, ${'two'}`.compile(db)
    for (const { sql: text, parameters } of [...statements, raw]) {
      expect(text.match(/\+\?/g)).toHaveLength(parameters.length)
      expect(text.match(/\?/g)).toHaveLength(parameters.length)
    }
  })

  it('leaves values what they are: their kind, the order they give, the index that finds them', async () => {
    await sql`create table points (id text primary key, height real not null)`.execute(db)
    await db
      .insertInto('points')
      .values(['10', '9', '−1'].map((id, i) => ({ id, height: i + 0.5 })))
      .execute()
    const found = db.selectFrom('points').select('id').where('id', '>', '1').orderBy('id').limit(1)
    expect(await found.execute()).toEqual([{ id: '10' }])
    const kinds = await sql`select typeof(${1.5}) r, typeof(${'1'}) t, typeof(${null}) n`.execute(
      db,
    )
    expect(kinds.rows).toEqual([{ r: 'real', t: 'text', n: 'null' }])
    const plan = await sql<{ detail: string }>`explain query plan
      select * from points where id = ${'9'} and height < ${2}`.execute(db)
    expect(plan.rows.map(({ detail }) => detail).join()).toContain('USING INDEX')
  })
})
