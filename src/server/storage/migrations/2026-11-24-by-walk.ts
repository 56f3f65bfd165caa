import type { Migration } from './migration.ts'

/** What was seen on one outing is looked up by that outing. */
export const byWalk: Migration = {
  id: '2026-11-24-by-walk',
  statements: () => [`create index observations_by_walk on observations (territory, walk, seq)`],
}
