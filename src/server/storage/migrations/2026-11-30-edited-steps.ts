import type { Migration } from './migration.ts'

/**
 * Repairs two steps that were edited after they had run somewhere: a folder of those days lacks the column, or
 * the table, that the edited step makes.
 */
export const editedSteps: Migration = {
  id: '2026-11-30-edited-steps',
  statements: ({ types: { key, int } }, has) => [
    ...(has('entities', 'deleted')
      ? []
      : [`alter table entities add column deleted ${int} not null default 0`]),
    `create table if not exists revoked_rooms (
       territory ${key} not null, device ${key} not null, bytes ${int} not null,
       records ${int} not null, primary key (territory, device))`,
  ],
}
