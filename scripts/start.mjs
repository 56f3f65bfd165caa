// `npm start`: installs and builds when needed, then serves. With `--prepare`, it does not serve: for a service,
// whose user may not write where the program lies.
import { ensureBuilt, ensureInstalled, runBuilt } from './prepare.mjs'

ensureInstalled()
ensureBuilt()
if (!process.argv.includes('--prepare')) await runBuilt('server.mjs', [])
