import type { Migration } from './migration.ts'

/** A record that waits no more is taken out by its name, without looking at all that wait. */
export const waitingByRecord: Migration = {
  id: '2026-11-27-waiting-by-record',
  statements: () => [`create index waiting_blobs_by_record on waiting_blobs (territory, id)`],
}
