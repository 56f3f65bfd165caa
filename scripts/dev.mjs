// `npm run dev`: the app and the server from their sources, each taking up what changes (hot reload).
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { childEnvironment, ensureInstalled, nodeBinary, ROOT } from './prepare.mjs'

const APP_ADDRESS = 'http://localhost:5173'

ensureInstalled()
// Links that the server prints open the app as Vite serves it.
const env = childEnvironment({ JALON_BASE_URL: process.env.JALON_BASE_URL ?? APP_ADDRESS })
const programs = [
  ['--watch', '--watch-preserve-output', join(ROOT, 'src/server/main.ts')],
  [join(ROOT, 'node_modules/vite/bin/vite.js'), '--strictPort'],
]
const children = programs.map((args) =>
  spawn(nodeBinary(), args, { cwd: ROOT, stdio: 'inherit', env }),
)
const stop = () => children.forEach((child) => child.kill('SIGTERM'))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
// One without the other is no use.
for (const child of children) {
  child.on('exit', (code) => {
    process.exitCode ||= code ?? 1
    stop()
  })
}
