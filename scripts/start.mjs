// `npm start`: installs and builds when needed, then serves. With `--prepare`, it does not serve: for a service,
// whose user may not write where the program lies.
import { join } from 'node:path'
import { become, ensureBuilt, ensureInstalled, ROOT } from './prepare.mjs'

ensureInstalled()
ensureBuilt()
if (!process.argv.includes('--prepare')) become([join(ROOT, 'src/server/main.ts')])
