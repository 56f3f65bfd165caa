// `node scripts/list-promises.mjs`: writes under each promise of docs/promises.md the tests that quote its id.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './prepare.mjs'

const PAGE = join(ROOT, 'docs/promises.md')
const tests = readdirSync(join(ROOT, 'tests'), { recursive: true })
  .map((name) => `tests/${String(name).replaceAll('\\', '/')}`)
  .filter((name) => name.endsWith('.ts') && !name.startsWith('tests/docs/'))
  .sort()
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))

/** `- [recorder](../tests/app/…)`, and nothing for a promise that no test quotes yet. */
const quoting = (id) =>
  tests
    .filter(({ text }) => text.includes(`[${id}]`))
    .map(({ path }) => {
      const [, name, kind] = /([\w.-]+?)\.(test|spec|contract)?\.?ts$/.exec(path)
      return `- [${name}${kind === 'spec' ? ' (browser)' : ''}](../${path})`
    })

const [head, ...sections] = readFileSync(PAGE, 'utf8').split(/^(?=## P\d\d )/m)
const written = sections.map((section) => {
  const [title] = section.split('\n')
  const lines = quoting(title.slice(3, 6))
  return `${title}\n\n${lines.length > 0 ? lines.join('\n') : '- no test quotes it yet'}\n`
})
writeFileSync(PAGE, `${head.trimEnd()}\n\n${written.join('\n')}`)
