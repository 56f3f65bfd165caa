// `npm test`: installs what it needs, then everything CI runs.
import { ensureInstalled } from './prepare.mjs'

ensureInstalled()
await import('./check.mjs')
