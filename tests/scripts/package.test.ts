import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import lock from '../../package-lock.json' with { type: 'json' }
import project from '../../package.json' with { type: 'json' }
import { PACKAGED, packageLock, packageManifest, PROGRAMS } from '../../scripts/package-files.mjs'

const ROOT = join(import.meta.dirname, '../..')

/** Its long proof, with a real installation and a real server, is `npm run package:prove`. */
describe('the package', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'jalon-package-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('needs production dependencies alone, and says on which Node', () => {
    const manifest = packageManifest(project)
    expect(manifest).toMatchObject({
      dependencies: project.dependencies,
      engines: { node: '>=22.14' },
    })
    expect(manifest).not.toHaveProperty('devDependencies')
    expect(manifest).not.toHaveProperty('optionalDependencies')
  })

  it.each([
    ['linux', 'x64'],
    ['darwin', 'arm64'],
    ['win32', 'x64'],
  ])('npm ci takes its lock file on %s %s, and installs no Node and no tool', (os, cpu) => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify(packageManifest(project)))
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(packageLock(lock, project)))
    const npm = spawnSync(
      'npm',
      [
        'ci',
        '--dry-run',
        '--offline',
        '--omit=dev',
        `--os=${os}`,
        `--cpu=${cpu}`,
        '--loglevel=silly',
      ],
      { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
    )
    expect(npm.status).toBe(0)
    const added = [...npm.stdout.matchAll(/^add (\S+)/gm)].map(([, name]) => name!)
    expect(added).toEqual(expect.arrayContaining(Object.keys(project.dependencies)))
    expect(added.length).toBeLessThan(15)
    expect(added.filter((name) => /^(node-(?!addon-api)|vite|typescript)/.test(name))).toEqual([])
  })

  it('is made of files that are there or that the build makes', () => {
    const made = PACKAGED.filter((path) => !path.startsWith('dist/'))
    expect(made.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    expect(Object.keys(PROGRAMS)).toContain('server.mjs')
  })
})
