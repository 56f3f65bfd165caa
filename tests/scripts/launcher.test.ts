import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const WALK = join(ROOT, 'tests/fixtures/walks/boucle-du-lavoir-marche.gpx')
const PROJECT = [
  ...['package.json', 'package-lock.json', '.npmrc', '.gitignore', 'vite.server.config.ts'],
  ...['tsconfig.base.json', 'tsconfig.json', 'scripts', 'src', 'data/vocabularies'],
]

/** A fresh copy of the project, with an npm that installs by a link and talks on standard output. */
describe.skipIf(process.platform === 'win32')('jalon on a fresh copy', () => {
  let folder: string
  let calls: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jalon-fresh-'))
    for (const name of PROJECT)
      cpSync(join(ROOT, name), join(folder, name), { recursive: true, preserveTimestamps: true })
    const bin = join(folder, 'var/bin')
    mkdirSync(bin, { recursive: true })
    calls = join(folder, 'var/npm-calls')
    const npm = join(bin, 'npm')
    writeFileSync(
      npm,
      [
        '#!/bin/sh',
        `echo "$@" >> ${calls}`,
        "echo 'added 1113 packages in 47s'",
        `mkdir node_modules`,
        `ln -s ${ROOT}/node_modules/* ${ROOT}/node_modules/.package-lock.json node_modules/`,
      ].join('\n'),
    )
    chmodSync(npm, 0o755)
    spawnSync('git', ['init', '-q'], { cwd: folder })
    spawnSync('git', ['add', '-A'], { cwd: folder })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const jalon = (...args: string[]) =>
    spawnSync(process.execPath, [join(folder, 'scripts/jalon.mjs'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: [join(folder, 'var/bin'), process.env['PATH']].join(delimiter) },
    })
  const builtAt = () => readFileSync(join(folder, '.cache/built-server'), 'utf8')

  it('installs with npm ci and builds, and standard output is the document and nothing else', () => {
    const { stdout, stderr, status } = jalon('inspect', WALK, '--json')
    expect({ status, stderr }).toMatchObject({ status: 0 })
    expect(JSON.parse(stdout)).toMatchObject({ files: [{ format: 'gpx', points: 1293 }] })
    expect(stderr).toContain('added 1113 packages')
    expect(readFileSync(calls, 'utf8')).toMatch(/^ci /)
  })

  it('does neither the second time', () => {
    const before = builtAt()
    const { stdout, stderr } = jalon('inspect', WALK, '--json')
    expect(stderr).toBe('')
    expect(() => JSON.parse(stdout) as unknown).not.toThrow()
    expect(readFileSync(calls, 'utf8').trim().split('\n')).toHaveLength(1)
    expect(builtAt()).toBe(before)
  })

  it('takes a file that was touched for what it is, and builds again when one changed', () => {
    const words = join(folder, 'src/locales/fr/cli.json')
    utimesSync(words, new Date(), new Date())
    expect(jalon('--help').stderr).toBe('')
    const text = readFileSync(words, 'utf8')
    writeFileSync(words, text.replaceAll('jalon inspect', 'jalon regarde'))
    const changed = jalon('--help', '--lang', 'fr')
    expect(changed.stderr).toContain('building the server')
    expect(changed.stdout).toContain('jalon regarde')
    writeFileSync(words, text)
  })

  it('leaves nothing that git sees', ({ skip }) => {
    if (!existsSync(join(folder, '.git'))) return skip('git is not here')
    const { stdout } = spawnSync('git', ['status', '--porcelain'], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(stdout.split('\n').filter((line) => line && !line.startsWith('A  '))).toEqual([])
  })
})
