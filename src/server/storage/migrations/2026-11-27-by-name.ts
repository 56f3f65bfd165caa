import type { Migration } from './migration.ts'

/**
 * What one record waits for, the trails of one entity, what one person brought: found without looking at all
 * there is. Where an index had a column less than its question, SQLite went through the whole territory.
 */
export const byName: Migration = {
  id: '2026-11-27-by-name',
  statements: () => [
    // A folder of the day before has it with a column less (`waiting-by-record`).
    `drop index if exists waiting_blobs_by_record`,
    `create index waiting_blobs_by_record on waiting_blobs (territory, id, hash)`,
    `drop index entity_trails_by_entity`,
    `create index entity_trails_by_entity on entity_trails (territory, id, kind)`,
    `drop index waiting_by_account`,
    `create index waiting_by_account on waiting (territory, account, id, hash)`,
    `create index quarantine_by_account on quarantine (territory, account, id)`,
  ],
}
