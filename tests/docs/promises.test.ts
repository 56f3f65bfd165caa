import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const PAGE = readFileSync(join(ROOT, 'docs/promises.md'), 'utf8')
const SECTIONS = PAGE.split(/^## /m).slice(1)
const TEST_FILES = readdirSync(join(ROOT, 'tests'), { recursive: true })
  .map((name) => `tests/${String(name).replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.ts') && !name.startsWith('tests/docs/'))
const TEXTS = new Map(TEST_FILES.map((name) => [name, readFileSync(join(ROOT, name), 'utf8')]))

describe('docs/promises.md', () => {
  it('lists the promises, each once', () => {
    const ids = SECTIONS.map((section) => section.slice(0, 3))
    expect(ids).toEqual(Array.from({ length: 41 }, (_, i) => `P${String(i + 1).padStart(2, '0')}`))
  })

  it.each(SECTIONS.map((section) => [section.slice(0, 3), section]))(
    '%s names exactly the tests that quote it (node scripts/list-promises.mjs writes them)',
    (id, section) => {
      const named = [...section.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map((match) => match[1]!)
      const quoting = TEST_FILES.filter((name) => TEXTS.get(name)!.includes(`[${id}]`))
      expect(named.toSorted()).toEqual(quoting.toSorted())
    },
  )
})
