import { availableParallelism } from 'node:os'
import { defineConfig, devices } from '@playwright/test'
import { WAIT_MS } from './tests/support/patience.ts'
import { useRunFolder } from './tests/support/run-folder.ts'

useRunFolder()
// Stories run what production runs: what `scripts/e2e.mjs` and `scripts/check.mjs` have built into `dist`.
process.env['JALON_BUILT'] = '1'

/** Flags that keep a test browser quiet: no sandbox as root, no call to anybody. */
const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Browser stories. Servers begin with a copy of the demonstration, on a port and a folder of their own. */
export default defineConfig({
  testDir: 'tests/e2e',
  // Firefox and WebKit are asked for by name (`npm run e2e -- browsers`): not every machine has them.
  testIgnore: process.env['JALON_OTHER_BROWSERS'] ? [] : ['**/browsers/**'],
  outputDir: 'test-results',
  globalSetup: './tests/support/demo-template.ts',
  workers: Math.min(2, availableParallelism()),
  fullyParallel: true,
  timeout: 6 * WAIT_MS,
  expect: { timeout: WAIT_MS },
  reporter: 'list',
  use: {
    actionTimeout: WAIT_MS,
    navigationTimeout: WAIT_MS,
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: QUIET,
    },
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
  },
  projects: [
    {
      name: 'phone',
      use: { ...devices['Pixel 7'], channel: undefined, viewport: { width: 390, height: 844 } },
    },
    {
      name: 'desktop',
      use: { viewport: { width: 1440, height: 900 } },
      testMatch: /main-job\.spec/,
    },
  ],
})
