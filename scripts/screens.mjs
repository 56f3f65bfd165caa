// `npm run screens [-- name …]`: draws every screen anew in docs/screens/sheets, to be looked at.
import { join } from 'node:path'
import {
  childEnvironment,
  ensureBuilt,
  ensureInstalled,
  nodeBinary,
  ROOT,
  run,
} from './prepare.mjs'
import { chromium } from './system-tools.mjs'

ensureInstalled()
ensureBuilt()
const args = [join(ROOT, 'tests/screens/make-sheets.ts'), ...process.argv.slice(2)]
run(nodeBinary(), args, { env: childEnvironment({ CHROMIUM_PATH: chromium() }) })
