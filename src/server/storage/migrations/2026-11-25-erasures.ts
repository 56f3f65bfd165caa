import type { Migration } from './migration.ts'

/** What has to be erased is written down before anything is, so that a server that stops goes on later. */
export const erasures: Migration = {
  id: '2026-11-25-erasures',
  statements: ({ types: { key } }) => [
    `create table erasures (
       territory ${key} not null, id ${key} not null, kind ${key} not null, subject ${key} not null,
       noted_at ${key} not null, finished_at ${key}, primary key (territory, id))`,
    `alter table publications add column redacted_at ${key}`,
    `create index blob_names_by_observation on blob_names (territory, observation)`,
    `create index waiting_by_account on waiting (territory, account)`,
  ],
}
