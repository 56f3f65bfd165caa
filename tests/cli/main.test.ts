import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMPILE_CACHE } from '../support/running-server.ts'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

function jalon(args: readonly string[], env: Record<string, string> = {}) {
  const { JALON_LANG: _jalon, LC_ALL: _all, LANG: _lang, ...rest } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    env: { ...rest, ...COMPILE_CACHE, ...env },
  })
  return { status, stdout, stderr }
}

describe('jalon', () => {
  it('explains itself, in French unless the machine speaks English', () => {
    expect(jalon(['--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('jalon inspect FICHIER') as string,
    })
    expect(jalon(['--help'], { LANG: 'en_GB.UTF-8' }).stdout).toContain('jalon inspect FILE')
    expect(jalon(['--help', '--lang', 'fr'], { LANG: 'en_GB.UTF-8' }).stdout).toContain('FICHIER')
    expect(jalon([]).status).toBe(2)
  })

  it.each([
    ['a command that does not exist', ['walk']],
    ['an option that does not exist', ['inspect', 'a.gpx', '--fast']],
    ['a file that does not exist', ['check', 'nowhere.gpx']],
    ['a folder', ['inspect', import.meta.dirname]],
    ['no file at all', ['climb']],
    ['a trail that is missing', ['compare', 'a.gpx']],
  ])('answers %s with one sentence, exit code 2, and no stack', (_, args) => {
    const { status, stdout, stderr } = jalon(args)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).not.toMatch(/Error|\.ts:|\n\s+at /)
  })
})
