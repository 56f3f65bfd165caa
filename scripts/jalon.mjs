#!/usr/bin/env node
// `npm run jalon -- …`: the command line, on a Node that runs it as it is.
import { join } from 'node:path'
import { become, ensureInstalled, ROOT } from './prepare.mjs'

ensureInstalled()
// npm runs scripts from the project's folder; files are named from where the person stands.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
become([join(ROOT, 'src/cli/main.ts'), ...process.argv.slice(2)])
