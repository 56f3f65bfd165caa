import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
/** Browser stories run what production runs; unit tests the sources, with no build between a change and its test. */
const [SERVER, CLI] = process.env['JALON_BUILT']
  ? [join(ROOT, 'dist/server/server.mjs'), join(ROOT, 'dist/server/jalon.mjs')]
  : [join(ROOT, 'src/server/main.ts'), join(ROOT, 'src/cli/main.ts')]

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

/** Starts the server as `npm start` does, and waits until it answers. */
export async function startServer(
  environment: Record<string, string> = {},
): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jalon-'))
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
    const env = { ...process.env, PORT: String(port), JALON_DATA: dataDir, ...environment }
    child = spawn(process.execPath, [SERVER], { cwd: ROOT, env })
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

/** Runs one command of `npm run jalon` and gives what it printed. */
export async function jalon(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, stdout, stderr }
}

async function answers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 60_000
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
