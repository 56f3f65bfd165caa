import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { THRESHOLDS } from '../../../src/domain/checks/thresholds.ts'

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/checks.md'), 'utf8')
const SOURCE = readFileSync(
  join(import.meta.dirname, '../../../src/domain/checks/thresholds.ts'),
  'utf8',
)

it.each(Object.keys(THRESHOLDS))('[%s] the page gives the thresholds of the code', (id) => {
  const written = new RegExp(`'${id}': \\{ (.*?) \\}`).exec(SOURCE)![1]!
  const row = PAGE.split('\n').find((one) => one.startsWith(`| ${id} |`))!
  expect(row).toContain(`\`${written}\``)
})
