import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GAP_REASONS } from '../../src/domain/geo/fix.ts'
import { sayFinding } from '../../src/locales/say-finding.ts'
import { translator, type Words } from '../../src/locales/translate.ts'

const FOLDER = join(import.meta.dirname, '../../src/locales')
const AREAS = readdirSync(join(FOLDER, 'fr')).filter((name) => name.endsWith('.json'))

function wordsOf(language: string, area: string): Words {
  return JSON.parse(readFileSync(join(FOLDER, language, area), 'utf8')) as Words
}

/** Every sentence by its dotted key. */
function sentences(words: Words, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[`${prefix}${key}`, value] as const]
        : [...sentences(value, `${prefix}${key}.`)],
    ),
  )
}

const placeholders = (sentence: string): string[] => [...new Set(sentence.match(/\{\w+\}/g))].sort()

describe('the two languages', () => {
  it('have the same areas', () => {
    expect(readdirSync(join(FOLDER, 'en')).sort()).toEqual(readdirSync(join(FOLDER, 'fr')).sort())
    expect(AREAS.length).toBeGreaterThan(3)
  })

  it.each(AREAS)('have the same keys in %s', (area) => {
    const [fr, en] = [sentences(wordsOf('fr', area)), sentences(wordsOf('en', area))]
    expect([...en.keys()].sort()).toEqual([...fr.keys()].sort())
  })

  it.each(AREAS)(
    'begin no line with French punctuation, nor part a figure from its unit, in %s',
    (area) => {
      const loose = [...sentences(wordsOf('fr', area))].filter(([, sentence]) =>
        / [:;?!»]|« |\d (m|km|s|min|h|ko|Mo|Go|%)(?!\p{L})|\p{L}'\p{L}/u.test(sentence),
      )
      expect(loose).toEqual([])
    },
  )

  it.each(AREAS)('use the same placeholders in %s', (area) => {
    const [fr, en] = [sentences(wordsOf('fr', area)), sentences(wordsOf('en', area))]
    for (const [key, sentence] of fr) {
      expect([key, placeholders(en.get(key) ?? '')]).toEqual([key, placeholders(sentence)])
      expect(sentence.trim()).not.toBe('')
    }
  })

  it.each(AREAS)('choose plurals completely in %s', (area) => {
    const keys = [...sentences(wordsOf('fr', area)).keys()]
    for (const key of keys) {
      if (key.endsWith('.one')) expect(keys).toContain(`${key.slice(0, -4)}.other`)
    }
  })
})

describe('translator', () => {
  const words = {
    fr: {
      hello: 'Bonjour {name}',
      n: { one: '{count} point', other: '{count} points' },
      seul: 'x',
    },
    en: { hello: 'Hello {name}', n: { one: '{count} point', other: '{count} points' } },
  }

  it('fills in names and chooses the plural of the language', () => {
    const fr = translator(words, 'fr')
    const en = translator(words, 'en')
    expect(fr('hello', { name: 'Ana' })).toBe('Bonjour Ana')
    expect([fr('n', { count: 0 }), en('n', { count: 0 })]).toEqual(['0 point', '0 points'])
    expect(fr('n', { count: 2 })).toBe('2 points')
  })

  it('falls back to French, then to the key itself', () => {
    const en = translator(words, 'en')
    expect(en('seul')).toBe('x')
    expect(en('nowhere.to.be.found')).toBe('nowhere.to.be.found')
  })
})

describe('sayFinding', () => {
  it('says figures in the units that the sentence wants', () => {
    const words = { fr: wordsOf('fr', 'checks.json'), en: wordsOf('en', 'checks.json') }
    const finding = {
      check: 'GEO-14',
      value: 312.4,
      threshold: 250,
      intervalM: [1200, 1512.4] as const,
    }
    expect(sayFinding(translator(words, 'fr'), 'fr', finding)).toBe(
      'À 1,2 km, le tracé saute de 312 m en ligne droite.'.replaceAll(/(\d) (k?m)/g, '$1\u00a0$2'),
    )
  })
})

it.each(['fr', 'en'])('every reason of a hole has words, in %s', (language) => {
  const said = sentences(wordsOf(language, 'field.json'))
  for (const reason of GAP_REASONS) expect(said.has(`record.gap.${reason}`), reason).toBe(true)
})
