// `npm run check`: everything CI runs, in the order that fails soonest; ends with one line of counts.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment, ensureBuilt, ensureInstalled, nodeBinary, ROOT } from './prepare.mjs'
import { chromium } from './system-tools.mjs'

ensureInstalled()
const env = childEnvironment({ CHROMIUM_PATH: chromium() })
const module = (path) => join(ROOT, 'node_modules', path)
const REPORTS = join(ROOT, '.cache/reports')
rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })

let passed = 0
let failed = 0

step('format', [module('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'])
step('lint', [module('eslint/bin/eslint.js'), '.', '--max-warnings', '0'])
step('types', [module('vue-tsc/bin/vue-tsc.js'), '-b'])
step('layers', [
  module('dependency-cruiser/bin/dependency-cruiser.mjs'),
  '--config',
  '.dependency-cruiser.mjs',
  'src',
])
step('unused', [module('knip/bin/knip.js')])
step('figures', [join(ROOT, 'scripts/figures.mjs')])
ensureBuilt()
step('size', [join(ROOT, 'scripts/size.mjs')])

const unit = join(REPORTS, 'unit.json')
node(
  [
    module('vitest/vitest.mjs'),
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${unit}`,
  ],
  env,
)
count(unit, (report) => [
  report.numPassedTests,
  report.numFailedTests + (report.success ? 0 : Math.max(1 - report.numFailedTests, 0)),
])

const stories = join(REPORTS, 'stories.json')
node([module('@playwright/test/cli.js'), 'test', '--reporter=list,json'], {
  ...env,
  PLAYWRIGHT_JSON_OUTPUT_NAME: stories,
})
count(stories, ({ stats, errors }) => [
  stats.expected + stats.flaky,
  stats.unexpected + errors.length,
])

console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)

/** One check that says yes or no. */
function step(name, args) {
  const started = Date.now()
  const ok = node(args, env)
  if (ok) passed++
  else failed++
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
}

/** Adds a runner's own counts; a report that is missing is a failure. */
function count(file, read) {
  if (!existsSync(file)) {
    failed++
    return
  }
  const [ok, bad] = read(JSON.parse(readFileSync(file, 'utf8')))
  passed += ok
  failed += bad
}

function node(args, environment) {
  return (
    spawnSync(nodeBinary(), args, { cwd: ROOT, stdio: 'inherit', env: environment }).status === 0
  )
}
