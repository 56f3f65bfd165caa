#!/usr/bin/env node
// `npm run jalon -- …`: the command line. For programs that read its output: `node scripts/jalon.mjs …`, as npm
// prints the command it runs on standard output.
import { ensureBuilt, ensureInstalled, runBuilt } from './prepare.mjs'

ensureInstalled()
ensureBuilt(['server'])
// npm runs scripts from the project's folder; files are named from where the person stands.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
await runBuilt('jalon.mjs', process.argv.slice(2))
