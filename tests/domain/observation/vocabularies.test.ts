import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SLUG } from '../../../src/domain/observation/ids.ts'
import { MAGNITUDES, VERDICTS } from '../../../src/domain/observation/observation.ts'
import { DIFFICULTIES, ROUTE_TYPES } from '../../../src/domain/catalogue/trail-attributes.ts'
import {
  DIFFICULTY_TERMS,
  HERITAGE_GROUPS,
  HERITAGE_KINDS,
  labelOf,
  MAGNITUDE_TERMS,
  ROUTE_TYPE_TERMS,
  TEST_SHEET,
  VERDICT_TERMS,
} from '../../../src/domain/observation/vocabularies.ts'

const FOLDER = new URL('../../../data/vocabularies/', import.meta.url)
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))
const ICONS = new URL('../../../node_modules/@tabler/icons/icons/outline/', import.meta.url)

type Node = Record<string, unknown>

/** Every list of terms in a file: entries, groups, sub-types, answers, items. */
function termLists(value: unknown, path: string): [string, Node[]][] {
  if (Array.isArray(value)) {
    const nested = value.flatMap((one, i) => termLists(one, `${path}[${i}]`))
    const isList = value.some((one) => one !== null && typeof one === 'object' && 'id' in one)
    return isList ? [[path, value as Node[]], ...nested] : nested
  }
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, member]) => termLists(member, `${path}.${key}`))
}

describe.each(files)('%s', (file) => {
  const document = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Node
  const lists = termLists(document, '')

  it('says which vocabulary it is', () => {
    expect(`${String(document['vocabulary'])}.json`).toBe(file)
    expect(document['version']).toBe(1)
    expect(lists.length).toBeGreaterThan(0)
  })

  it('has unique kebab-case ids, and words in both languages', () => {
    for (const [path, terms] of lists) {
      const ids = terms.map((term) => term['id'])
      expect(new Set(ids).size, `${path} repeats an id`).toBe(ids.length)
      for (const term of terms) {
        expect(term['id'], path).toMatch(SLUG)
        for (const language of ['fr', 'en']) {
          expect(term[language], `${path} ${String(term['id'])} ${language}`).toMatch(/\S/)
        }
      }
    }
  })

  it('names icons that exist', () => {
    for (const [path, terms] of lists) {
      for (const { icon } of terms) {
        if (icon === undefined) continue
        expect(
          existsSync(new URL(`${icon as string}.svg`, ICONS)),
          `${path} ${icon as string}`,
        ).toBe(true)
      }
    }
  })
})

describe('heritage kinds', () => {
  it('all belong to a group, and every group has one', () => {
    const groups = new Set(HERITAGE_GROUPS.map(({ id }) => id))
    expect(new Set(HERITAGE_KINDS.map(({ group }) => group))).toEqual(groups)
  })

  it('are told apart by the tags they write', () => {
    const written = HERITAGE_KINDS.map(({ osm_write }) => JSON.stringify(osm_write))
    expect(written.every((tags) => tags !== '{}')).toBe(true)
    expect(new Set(written).size).toBe(written.length)
  })
})

describe('lists that the record schemas also know', () => {
  it('hold the same codes', () => {
    expect(VERDICT_TERMS.map(({ id }) => id)).toEqual([...VERDICTS])
    expect(MAGNITUDE_TERMS.map(({ value }) => value)).toEqual([...MAGNITUDES])
    expect(ROUTE_TYPE_TERMS.map(({ id }) => id)).toEqual([...ROUTE_TYPES])
    expect(DIFFICULTY_TERMS.map(({ id }) => id)).toEqual([...DIFFICULTIES])
  })
})

describe('the test sheet', () => {
  it('has ten questions of two to four answers, one of which is no trouble', () => {
    expect(TEST_SHEET).toHaveLength(10)
    for (const question of TEST_SHEET) {
      expect(question.answers.length).toBeGreaterThanOrEqual(2)
      expect(question.answers.length).toBeLessThanOrEqual(4)
      expect(question.answers.some(({ trouble }) => !trouble)).toBe(true)
    }
  })

  it('stores the verdict where the record has it', () => {
    const verdict = TEST_SHEET.find(({ stored_as }) => stored_as === 'verdict')
    expect(verdict?.answers.map(({ id }) => id)).toEqual([...VERDICTS])
  })

  it('never stores two answers under one id', () => {
    const ids = TEST_SHEET.flatMap(({ id, items }) => items?.map((item) => item.id) ?? [id])
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('labelOf', () => {
  it('shows an unknown code as it is', () => {
    expect(labelOf(HERITAGE_KINDS, 'lavoir', 'fr')).toBe('Lavoir')
    expect(labelOf(HERITAGE_KINDS, 'from-the-future', 'en')).toBe('from-the-future')
  })
})
