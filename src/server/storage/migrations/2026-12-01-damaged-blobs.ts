import type { Migration } from './migration.ts'

/** A blob that lies spoiled is noted, so that its phone is asked for it again. */
export const damagedBlobs: Migration = {
  id: '2026-12-01-damaged-blobs',
  statements: ({ types: { key } }) => [
    `alter table blobs add column damaged_at ${key}`,
    `create index blobs_damaged on blobs (territory, device) where damaged_at is not null`,
  ],
}
