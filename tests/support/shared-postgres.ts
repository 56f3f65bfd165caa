import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { newDatabase, startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the maintenance database of the run's one PostgreSQL. */
    readonly postgres: string
  }
}

/** Vitest's global set-up: one real PostgreSQL for all test files of a run; each takes databases of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres()
  project.provide('postgres', postgres.address)
  return () => postgres.stop()
}

/** A new, empty database on the run's PostgreSQL; gives its address. */
export const freshDatabase = (): Promise<string> => newDatabase(inject('postgres'))
