// `npm start`: installs and builds when needed, then serves.
import { join } from 'node:path'
import { become, ensureBuilt, ensureInstalled, ROOT } from './prepare.mjs'

ensureInstalled()
ensureBuilt()
become([join(ROOT, 'src/server/main.ts')])
