// `npm run build`: the app, and the server with the command line, into `dist`, whatever was there before.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, ROOT } from './prepare.mjs'

ensureInstalled()
for (const folder of ['dist/app', 'dist/server'])
  rmSync(join(ROOT, folder), { recursive: true, force: true })
ensureBuilt()
