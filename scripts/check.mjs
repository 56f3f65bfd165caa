// `npm run check`: everything CI runs, what fails soonest first; ends with one line of counts.
import { mkdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { childEnvironment, ensureBuilt, ensureInstalled, ROOT } from './prepare.mjs'
import { readStoriesReport, readUnitReport } from './read-reports.mjs'
import { testRunner, total, yesOrNo } from './stages.mjs'
import { chromium } from './system-tools.mjs'

/** Fewer cores are kept busy by the unit tests alone. */
const CORES_FOR_BOTH = 4

ensureInstalled()
const env = childEnvironment({ CHROMIUM_PATH: chromium() })
const module = (path) => join(ROOT, 'node_modules', path)
const cached = (name) => [
  '--cache',
  `--cache-location=${join(ROOT, '.cache', name)}`,
  '--cache-strategy=content',
]
const REPORTS = join(ROOT, '.cache/reports')
rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })

const prettier = [module('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']
const eslint = [module('eslint/bin/eslint.js'), '.', '--max-warnings', '0']
await sideBySide(availableParallelism(), [
  () => yesOrNo('lint', [...eslint, ...cached('eslint')], env),
  () => yesOrNo('types', [module('vue-tsc/bin/vue-tsc.js'), '-b'], env),
  () => yesOrNo('format', [...prettier, ...cached('prettier')], env),
  () => yesOrNo('figures', [join(ROOT, 'scripts/figures.mjs')], env, { tells: true }),
  () => yesOrNo('unused', [module('knip/bin/knip.js')], env),
])
ensureBuilt()
await yesOrNo('size', [join(ROOT, 'scripts/size.mjs')], env, { tells: true })
await sideBySide(availableParallelism() >= CORES_FOR_BOTH ? 2 : 1, [unit, stories])

console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

function unit() {
  const file = join(REPORTS, 'unit.json')
  const args = ['run', '--reporter=json', `--outputFile.json=${file}`]
  return testRunner('unit', [module('vitest/vitest.mjs'), ...args], env, {
    file,
    read: readUnitReport,
  })
}

function stories() {
  const file = join(REPORTS, 'stories.json')
  const args = [module('@playwright/test/cli.js'), 'test', '--reporter=json']
  return testRunner(
    'stories',
    args,
    { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    {
      file,
      read: readStoriesReport,
    },
  )
}

/** Runs every one of these, at most `most` at a time, in their order. */
async function sideBySide(most, works) {
  const waiting = [...works]
  const take = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next()
  }
  await Promise.all(Array.from({ length: most }, take))
}
