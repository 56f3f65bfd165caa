import { spawn, type ChildProcess } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { patient } from './patience.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Browser stories run what production runs; unit tests the sources, with no build between a change and its test. */
const [SERVER, CLI] = process.env['JALON_BUILT']
  ? (['dist/server/server.mjs', 'dist/server/jalon.mjs'] as const)
  : (['src/server/main.ts', 'src/cli/main.ts'] as const)
const WATCHDOG = pathToFileURL(join(import.meta.dirname, 'end-with-parent.mjs')).href
/** Node's compile cache: a program that is started a hundred times is compiled once. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(ROOT, '.cache/node') }

/** A real server process on a folder of its own. */
export interface RunningServer {
  readonly url: string
  readonly port: number
  readonly dataDir: string
  /** Everything it has printed so far. */
  output(): string
  /** SIGKILL: what a power cut does. */
  kill(): Promise<void>
  /** SIGTERM: what a service manager does, or an impatient one more than once. Gives the exit code when it is gone. */
  terminate(times?: number): Promise<number | null>
  /** Starts it again on the same port and folder. */
  start(): Promise<void>
  /** Kills it and removes its folder. */
  dispose(): Promise<void>
}

/** Runs a program of ours in a process that ends with this one, however this one ends. */
function spawnProgram(file: string, args: readonly string[], environment: object): ChildProcess {
  return spawn(process.execPath, ['--import', WATCHDOG, join(ROOT, file), ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...COMPILE_CACHE,
      ...environment,
      JALON_ENDS_WITH: String(process.pid),
    },
  })
}

/**
 * Starts the server, and waits until it answers. It begins with a copy of the demonstration that
 * `demo-template.ts` prepared, where there is one and the environment says nothing else.
 */
export async function startServer(
  environment: Record<string, string> = {},
): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jalon-'))
  const template = process.env['JALON_TEST_DEMO']
  const wantsDemo = !environment['JALON_DEMO'] && !environment['DATABASE_URL']
  if (template && wantsDemo) await cp(template, dataDir, { recursive: true })
  const port = await freePort()
  const url = `http://localhost:${port}`
  let output = ''
  let child: ChildProcess | null = null

  const kill = async () => {
    const dying = child
    child = null
    if (!dying || dying.exitCode !== null) return
    const gone = new Promise((resolve) => dying.once('exit', resolve))
    dying.kill('SIGKILL')
    await gone
  }

  const start = async () => {
    const env = { PORT: String(port), JALON_DATA: dataDir, ...environment }
    child = spawnProgram(SERVER, [], env)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
    }
    await answers(`${url}/api/info`, child, () => output)
  }

  await start()
  return {
    url,
    port,
    dataDir,
    output: () => output,
    kill,
    start,
    terminate: async (times = 1) => {
      const ending = child
      child = null
      if (!ending) throw new Error('It is not running.')
      const gone = new Promise<number | null>((resolve) => ending.once('exit', resolve))
      for (let i = 0; i < times; i++) {
        ending.kill('SIGTERM')
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      return gone
    },
    dispose: async () => {
      await kill()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** What a program printed, and its exit code: null when it was killed. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command of `npm run jalon`. */
export const jalon = (
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Ended> => endOf(spawnProgram(CLI, args, environment))

/** Starts a server with nothing but this environment, and waits until it gives up; kills one that does not. */
export async function startInVain(
  environment: Readonly<Record<string, string>>,
  node: readonly string[] = [],
): Promise<Ended> {
  const clean = { PATH: process.env['PATH'] ?? '', PORT: '0', JALON_DEMO: '0', ...COMPILE_CACHE }
  const child = spawn(process.execPath, [...node, join(ROOT, 'src/server/main.ts')], {
    cwd: ROOT,
    env: { ...clean, ...environment },
  })
  const late = setTimeout(() => child.kill('SIGKILL'), patient(40_000))
  const ended = await endOf(child)
  clearTimeout(late)
  return ended
}

async function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, stdout, stderr }
}

async function answers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + patient(60_000)
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server stopped at start:\n${output()}`)
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`The server did not answer:\n${output()}`)
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
