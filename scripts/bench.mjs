// `npm run bench [-- name …]`: every bench, or the named ones. Each prints ratios taken in one run.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment, ensureBuilt, ensureInstalled, nodeBinary, ROOT } from './prepare.mjs'
import { chromium } from './system-tools.mjs'

/** Name → file; whether it drives a browser, or runs what is built. */
const BENCHES = {
  geometry: { file: 'tests/bench/geometry/run.ts' },
  sync: { file: 'tests/bench/sync.ts' },
  chaos: { file: 'tests/bench/chaos.ts' },
  'bad-line': { file: 'tests/bench/bad-line.ts' },
  scale: { file: 'tests/bench/scale.ts' },
  start: { file: 'tests/bench/start.ts', built: true },
  arrival: { file: 'tests/bench/arrival.ts', browser: true },
  'power-cut': { file: 'tests/bench/power-cut.ts', browser: true },
  kill: { file: 'tests/bench/kill.ts', browser: true },
  walk: { file: 'tests/bench/walk/run.ts', browser: true },
}

ensureInstalled()
const [first, ...rest] = process.argv.slice(2)
const names = first && !first.startsWith('-') ? [first] : Object.keys(BENCHES)
const options = names.length === 1 ? rest : process.argv.slice(2)
let failed = 0
for (const name of names) {
  const bench = BENCHES[name]
  if (!bench || !existsSync(join(ROOT, bench.file))) {
    console.error(`Jalon: no bench named ${name}; there are ${Object.keys(BENCHES).join(', ')}.`)
    failed++
    continue
  }
  if (bench.browser || bench.built) ensureBuilt()
  const env = childEnvironment(bench.browser ? { CHROMIUM_PATH: chromium() } : {})
  const args = [
    '--expose-gc',
    '--disable-warning=ExperimentalWarning',
    join(ROOT, bench.file),
    ...options,
  ]
  const { status } = spawnSync(nodeBinary(), args, { cwd: ROOT, stdio: 'inherit', env })
  if (status !== 0) failed++
}
process.exit(failed === 0 ? 0 : 1)
