import { defineConfig, devices } from '@playwright/test'

/** Flags that keep a test browser quiet: no sandbox as root, no call to anybody. */
const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** They run what production runs: what `scripts/e2e.mjs` and `scripts/check.mjs` have built into `dist`. */
process.env['JALON_BUILT'] = '1'

/** Browser stories. Each starts the server it needs on a port and a folder of its own. */
export default defineConfig({
  testDir: 'tests/e2e',
  // Firefox and WebKit are asked for by name (`npm run e2e -- browsers`): not every machine has them.
  testIgnore: process.env['JALON_OTHER_BROWSERS'] ? [] : ['**/browsers/**'],
  outputDir: 'test-results',
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    actionTimeout: 15_000,
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
