import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const PAGE = readFileSync(join(ROOT, 'docs/promises.md'), 'utf8')
const ROWS = PAGE.split('\n').filter((line) => /^\| P\d\d/.test(line))
const TEST_FILES = readdirSync(join(ROOT, 'tests'), { recursive: true })
  .map((name) => `tests/${String(name).replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.ts') && !name.startsWith('tests/docs/'))
const TEXTS = new Map(TEST_FILES.map((name) => [name, readFileSync(join(ROOT, name), 'utf8')]))

describe('docs/promises.md', () => {
  it('lists the promises, none left out', () => {
    const ids = ROWS.map((row) => row.slice(2, 5))
    expect(ids).toEqual(
      Array.from(
        { length: Math.max(30, ids.length) },
        (_, i) => `P${String(i + 1).padStart(2, '0')}`,
      ),
    )
  })

  it.each(ROWS.map((row) => [row.slice(2, 5), row]))(
    '%s names exactly the tests that quote it',
    (id, row) => {
      const named = [...row.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map((match) => match[1]!)
      const quoting = TEST_FILES.filter((name) => TEXTS.get(name)!.includes(`[${id}]`))
      expect(named.toSorted()).toEqual(quoting.toSorted())
    },
  )
})
