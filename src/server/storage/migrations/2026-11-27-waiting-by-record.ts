import type { Migration } from './migration.ts'

/** Landed and ran for a day; `by-name` makes the same index with a column more. Kept: folders that had it must open. */
export const waitingByRecord: Migration = {
  id: '2026-11-27-waiting-by-record',
  statements: () => [
    `create index if not exists waiting_blobs_by_record on waiting_blobs (territory, id)`,
  ],
}
