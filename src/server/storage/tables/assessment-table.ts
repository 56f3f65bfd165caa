import { sql } from 'kysely'
import type { WalkAssessment } from '../../../domain/checks/assessment.ts'
import type { Database } from '../engine.ts'
import type { AssessmentTable } from '../store.ts'

const CHUNK = 500
const NEVER_MADE = ''

export function assessmentTable(db: Database): AssessmentTable {
  return {
    async put(territory, { observation, rules, assessment, madeAt }) {
      const row = {
        territory,
        observation,
        rules,
        made_at: madeAt,
        json: JSON.stringify(assessment),
        given_up: null,
      }
      await db
        .insertInto('assessments')
        .values(row)
        .onConflict((conflict) => conflict.columns(['territory', 'observation']).doUpdateSet(row))
        .execute()
    },
    async giveUp(territory, { observation, rules, madeAt }) {
      await db
        .insertInto('assessments')
        .values({
          ...{ territory, observation, rules: NEVER_MADE, made_at: madeAt },
          ...{ json: 'null', given_up: rules },
        })
        .onConflict((conflict) =>
          conflict.columns(['territory', 'observation']).doUpdateSet({ given_up: rules }),
        )
        .execute()
    },
    async getMany(territory, observations) {
      const rows = []
      for (let at = 0; at < observations.length; at += CHUNK) {
        rows.push(
          ...(await db
            .selectFrom('assessments')
            .selectAll()
            .where('territory', '=', territory)
            .where('observation', 'in', observations.slice(at, at + CHUNK))
            .where('rules', '<>', NEVER_MADE)
            .execute()),
        )
      }
      return rows.map((row) => ({
        observation: row.observation,
        rules: row.rules,
        madeAt: row.made_at,
        assessment: JSON.parse(row.json) as WalkAssessment,
      }))
    },
    async countWithout(territory, rules) {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from observations o
        ${tracksToAssess(territory, rules)}`.execute(db)
      return Number(rows[0]?.count ?? 0)
    },
    async tracksWithout(territory, rules, limit) {
      const { rows } = await sql<{ id: string }>`
        select o.id as id from observations o
        ${tracksToAssess(territory, rules)}
        order by o.seq limit ${limit}`.execute(db)
      return rows.map((row) => row.id)
    },
  }
}

/** Of `observations o`. */
function tracksToAssess(territory: string, rules: string) {
  return sql`left join assessments a on a.territory = o.territory and a.observation = o.id
    where o.territory = ${territory} and o.kind = 'track'
      and (a.rules is null or a.rules <> ${rules})
      and (a.given_up is null or a.given_up <> ${rules})`
}
