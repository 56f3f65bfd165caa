import type { Database } from '../engine.ts'
import type { AuditLog } from '../store.ts'
import type { AuditRow } from '../people-rows.ts'

export function auditLog(db: Database): AuditLog {
  return {
    async add(territory, { id, at, actor, action, subject, details }) {
      const row = { territory, id, at, actor, action, subject, details: JSON.stringify(details) }
      await db.insertInto('audit').values(row).execute()
    },
    async list(territory, { before, limit }) {
      let query = db.selectFrom('audit').selectAll().where('territory', '=', territory)
      if (before !== undefined) query = query.where('id', '<', before)
      const rows = await query.orderBy('id', 'desc').limit(limit).execute()
      return rows.map(({ id, at, actor, action, subject, details }) => ({
        id,
        at,
        actor,
        action,
        subject,
        details: JSON.parse(details) as AuditRow['details'],
      }))
    },
  }
}
