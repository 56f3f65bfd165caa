// `npm run e2e [-- story …]`: the browser stories, in the system's Chromium, against the built app.
// `npm run e2e -- browsers`: the field's stories in the system's Firefox and WebKit, where they are.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { childEnvironment, ensureBuilt, ensureInstalled, nodeBinary, ROOT } from './prepare.mjs'
import { chromium } from './system-tools.mjs'

ensureInstalled()
ensureBuilt()
const wanted = process.argv.slice(2)
const firstOption = wanted.findIndex((word) => word.startsWith('-'))
const names = firstOption < 0 ? wanted : wanted.slice(0, firstOption)
const stories = names.map((story) => `tests/e2e/${story}`)
const options = wanted.slice(names.length)
// Those stories look for their own browsers, and say which one is not there.
const otherBrowsers = names.includes('browsers')
// Two of them at once, on a small machine, wait for each other longer than a person would.
const oneByOne = otherBrowsers ? ['--workers=1'] : []
const environment = otherBrowsers ? { JALON_OTHER_BROWSERS: '1' } : { CHROMIUM_PATH: chromium() }
const { status } = spawnSync(
  nodeBinary(),
  [join(ROOT, 'node_modules/@playwright/test/cli.js'), 'test', ...stories, ...oneByOne, ...options],
  { cwd: ROOT, stdio: 'inherit', env: childEnvironment(environment) },
)
process.exit(status ?? 1)
