// The stages of `npm run check`: each runs in a process of its own, prints one line with its time, and, when it fails,
// what it said, in full. A stage ends with this process, however this one ends.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { nodeBinary, ROOT } from './prepare.mjs'

const WATCHDOG = pathToFileURL(join(ROOT, 'tests/support/end-with-parent.mjs')).href
const NAME_WIDTH = 8

/** What all stages came to. */
export const total = { passed: 0, failed: 0 }

/** One check that says yes or no; with `tells`, what it says is shown as well when all is well. */
export async function yesOrNo(name, args, env, { tells = false } = {}) {
  const { ok, output, seconds } = await run(args, env)
  report({ name, seconds, passed: ok ? 1 : 0, failed: ok ? 0 : 1, counts: false })
  if (!ok || tells) console.log(indented(output))
}

/** A test runner that writes a report; `read` gives its counts and the text of each failure. */
export async function testRunner(name, args, env, { file, read }) {
  const { ok, output, seconds } = await run(args, env)
  const said = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : null
  const failures = said?.failures ?? []
  const passed = said?.passed ?? 0
  // A runner that fails without naming a test, or leaves no report, failed all the same.
  const isUnnamed = failures.length === 0 && (!ok || !said)
  report({ name, seconds, passed, failed: failures.length + (isUnnamed ? 1 : 0), counts: true })
  for (const failure of failures) console.log(indented(failure))
  if (isUnnamed) console.log(indented(output))
}

function report({ name, seconds, passed, failed, counts }) {
  total.passed += passed
  total.failed += failed
  const time = `${seconds.toFixed(1)} s`.padStart(8)
  const numbers = counts ? `  ${passed} passed, ${failed} failed` : ''
  console.log(`${failed === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(NAME_WIDTH)} ${time}${numbers}`)
}

/** Starts a program in our Node that ends when this process does; `stdio` says where its output goes. */
export function spawnEnding(args, env, stdio = 'pipe') {
  return spawn(nodeBinary(), ['--import', WATCHDOG, ...args], {
    cwd: ROOT,
    env: { ...env, JALON_ENDS_WITH: String(process.pid) },
    stdio: ['pipe', stdio, stdio],
  })
}

function run(args, env) {
  const started = performance.now()
  const child = spawnEnding(args, env)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text))
  }
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const seconds = (performance.now() - started) / 1000
      resolve({ ok: code === 0, output: stripVTControlCharacters(output).trim(), seconds })
    })
  })
}

const indented = (text) => text.replaceAll(/^(?=.)/gm, '     ')
