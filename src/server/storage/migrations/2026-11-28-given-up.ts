import type { Migration } from './migration.ts'

/** Walks whose checks cannot be made, by the rules under which that was tried: they wait for nothing. */
export const givenUp: Migration = {
  id: '2026-11-28-given-up',
  statements: ({ types: { key } }) => [`alter table assessments add column given_up ${key}`],
}
