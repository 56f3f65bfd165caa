/**
 * `npm run bench:start [-- --against FOLDER --node NODE --rounds 7]`: how long the command line and the server take to
 * start, as ratios in one run. Bundle beside sources on one Node; then what people type (`scripts/jalon.mjs`,
 * `scripts/start.mjs`) here and in the checkout of an older release, both begun by the Node that is named.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort } from '../support/running-server.ts'

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    node: { type: 'string', default: process.execPath },
    rounds: { type: 'string', default: '7' },
  },
})
const ROUNDS = Number(values.rounds)
/** Noise of a shared machine, and no more. */
const SLOWER = 1.1
const ROOT = join(import.meta.dirname, '../..')
const WALKS = join(ROOT, 'tests/fixtures/walks')
const [WALK, TRAIL] = ['marche', 'trace'].map((kind) =>
  join(WALKS, `boucle-du-lavoir-${kind}.gpx`),
) as [string, string]
const SCRATCH = mkdtempSync(join(tmpdir(), 'jalon-start-'))

/** Each command on a small input of its own: what is measured is the way to the first result. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  help: ['help'],
  inspect: ['inspect', WALK, '--json'],
  check: ['check', WALK, '--json'],
  compare: ['compare', WALK, '--trail', TRAIL, '--json'],
  consensus: ['consensus', WALK, '--trail', TRAIL, '--json'],
  climb: ['climb', WALK, '--json'],
  time: ['time', WALK, '--json'],
  convert: ['convert', WALK, join(SCRATCH, 'walk.geojson'), '--json'],
  invite: ['invite', '--role', 'tester', '--json'],
  verify: ['verify', '--json'],
  rebuild: ['rebuild', '--json'],
  backup: ['backup', join(SCRATCH, 'backup'), '--json'],
}

interface Contender {
  readonly name: string
  readonly node: string
  readonly cwd: string
  readonly jalon: string
  readonly server: string
}

const within = (name: string, node: string, cwd: string, jalon: string, server: string) => ({
  ...{ name, node, cwd, jalon: join(cwd, jalon), server: join(cwd, server) },
})
const typed = (name: string, cwd: string) =>
  within(name, values.node, cwd, 'scripts/jalon.mjs', 'scripts/start.mjs')

const PAIRS: (readonly [Contender, Contender])[] = [
  [
    within('bundle', process.execPath, ROOT, 'dist/server/jalon.mjs', 'dist/server/server.mjs'),
    within('sources', process.execPath, ROOT, 'src/cli/main.ts', 'src/server/main.ts'),
  ],
]
if (values.against !== undefined)
  PAIRS.push([typed('here', ROOT), typed('older release', resolve(values.against))])

let slower = 0
try {
  for (const pair of PAIRS) await compare(pair)
} finally {
  rmSync(SCRATCH, { recursive: true, force: true })
}
process.exit(slower === 0 ? 0 : 1)

/** Both in turn, so that what slows the machine slows both; medians and their ratio. */
async function compare(pair: readonly [Contender, Contender]): Promise<void> {
  const [ours, other] = pair
  console.log(
    `\n${ours.name} / ${other.name}, median of ${ROUNDS} (load ${loadavg()[0]!.toFixed(1)})`,
  )
  // The first start fills a folder with the demonstration, installs and builds: not what is measured.
  for (const contender of pair) await startServer(contender)
  const times = pair.map(() => [] as number[])
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, contender] of pair.entries())
      times[index]!.push(await startServer(contender))
  report('server', times)
  for (const [name, args] of Object.entries(COMMANDS)) {
    for (const contender of pair) runCommand(contender, args)
    const samples = pair.map(() => [] as number[])
    for (let round = 0; round < ROUNDS; round++)
      for (const [index, contender] of pair.entries())
        samples[index]!.push(runCommand(contender, args))
    report(name, samples)
  }
}

function report(name: string, samples: readonly (readonly number[])[]): void {
  const [ours, other] = samples.map(median) as [number, number]
  const ratio = ours / other
  if (ratio > SLOWER) slower++
  const figures = `${ours.toFixed(0).padStart(6)} ms / ${other.toFixed(0).padStart(6)} ms`
  console.log(
    `${name.padEnd(10)} ${figures} = ${ratio.toFixed(2)}${ratio > SLOWER ? '  slower' : ''}`,
  )
}

function environmentOf(contender: Contender): NodeJS.ProcessEnv {
  return {
    ...process.env,
    JALON_DATA: join(SCRATCH, contender.name.replace(' ', '-')),
    JALON_LANG: 'en',
  }
}

/** Milliseconds until the command has ended. */
function runCommand(contender: Contender, args: readonly string[]): number {
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(contender.node, [contender.jalon, ...args], {
    cwd: contender.cwd,
    env: environmentOf(contender),
    encoding: 'utf8',
  })
  // 1 is a finding, not a fault.
  if (status !== 0 && status !== 1)
    throw new Error(`${contender.name} ${args.join(' ')}: ${stderr}`)
  return performance.now() - startedAt
}

/** Milliseconds until the server answers that it is well. */
async function startServer(contender: Contender): Promise<number> {
  const port = await freePort()
  const startedAt = performance.now()
  const server = spawn(contender.node, [contender.server], {
    cwd: contender.cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...environmentOf(contender), PORT: String(port) },
  })
  const gone = once(server, 'exit')
  const isWell = async () =>
    (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null))?.ok === true
  while (!(await isWell())) {
    if (server.exitCode !== null) throw new Error(`${contender.name}: the server stopped at start`)
    await new Promise((next) => setTimeout(next, 5))
  }
  const took = performance.now() - startedAt
  server.kill('SIGTERM')
  await gone
  return took
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
