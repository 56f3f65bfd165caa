import { availableParallelism } from 'node:os'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type TestUserConfig } from 'vitest/config'
import { patient } from './tests/support/patience.ts'
import { useRunFolder } from './tests/support/run-folder.ts'

useRunFolder()

/** Test files of one kind, whose workers are used again: what a file sets up, it takes down. */
const project = (name: string, folders: readonly string[], more: TestUserConfig = {}) => ({
  extends: true as const,
  test: {
    name,
    include: folders.map((folder) => `tests/${folder}/**/*.test.ts`),
    ...more,
  },
})

/** Unit and contract tests. Browser stories are in tests/e2e and run with `npm run e2e`. */
export default defineConfig({
  plugins: [vue()],
  test: {
    environment: 'node',
    pool: 'threads',
    isolate: false,
    maxWorkers: Math.min(2, availableParallelism()),
    testTimeout: patient(60_000),
    hookTimeout: patient(120_000),
    reporters: ['default'],
    projects: [
      project('server', ['server', 'cli'], { globalSetup: 'tests/support/shared-postgres.ts' }),
      project('rules', ['domain', 'contract', 'locales', 'docs', 'scripts']),
      project('app', ['app']),
    ],
  },
})
