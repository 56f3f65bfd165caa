// `npm run e2e [-- story …]`: the browser stories, in the system's Chromium, against the built app.
// `npm run e2e -- browsers`: the field's stories in the system's Firefox and WebKit, where they are.
import { join } from 'node:path'
import { childEnvironment, ensureBuilt, ensureInstalled, ROOT } from './prepare.mjs'
import { spawnEnding } from './stages.mjs'
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
const cli = join(ROOT, 'node_modules/@playwright/test/cli.js')
const child = spawnEnding(
  [cli, 'test', ...stories, ...oneByOne, ...options],
  childEnvironment(environment),
  'inherit',
)
child.on('exit', (code) => process.exit(code ?? 1))
