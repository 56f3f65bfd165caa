import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const FOLDER = join(import.meta.dirname, '../../src/locales')
const AREAS = readdirSync(join(FOLDER, 'fr')).filter((name) => name.endsWith('.json'))

/** What a sentence of each language must not hold, by what is wrong with it. */
const LOOSE: Readonly<Record<'fr' | 'en', Readonly<Record<string, RegExp>>>> = {
  fr: {
    'a plain space before its punctuation': / [;:!?»%](?=[\s.,)»]|$)/,
    'no space before its punctuation': /[\p{L}\p{N}})»][;!?](?=\s|$)|[\p{L})»}]:(?=\s|$)/u,
    'a loose guillemet': /«(?!\u00a0|\u202f)|(?<!\u00a0|\u202f)»/,
    'a figure that may leave its unit':
      /[\d}] (?:km\/h|m\/s|km²|m²|km|cm|mm|m|s|min|h|ko|Mo|Go|px|°|€)(?![\p{L}\p{N}’'/-])/u,
    'a thousand that may break': /\d \d{3}(?!\d)/,
    'a straight apostrophe': /'/,
    'three dots': /\.\.\./,
  },
  en: {
    'a space before its punctuation': /[ \u00a0\u202f][;:!?](?=[\s.,)]|$)/,
    'French quotation marks': /[«»]/,
    'a straight apostrophe': /\p{L}'\p{L}/u,
    'three dots': /\.\.\./,
  },
}

function sentences(value: unknown, key = ''): (readonly [string, string])[] {
  if (typeof value === 'string') return [[key, value]]
  return Object.entries(value as object).flatMap(([name, inner]) =>
    sentences(inner, key ? `${key}.${name}` : name),
  )
}

function faults(language: 'fr' | 'en', sentence: string): string[] {
  return Object.entries(LOOSE[language]).flatMap(([fault, where]) =>
    where.test(sentence) ? [fault] : [],
  )
}

describe('words as a printer sets them', () => {
  it.each(AREAS.flatMap((area) => [['fr', area] as const, ['en', area] as const]))(
    '%s/%s',
    (language, area) => {
      const all = sentences(JSON.parse(readFileSync(join(FOLDER, language, area), 'utf8')))
      const loose = all.flatMap(([key, sentence]) =>
        faults(language, sentence).map((fault) => `${key}: ${fault}: ${sentence}`),
      )
      expect(all.length).toBeGreaterThan(0)
      expect(loose).toEqual([])
    },
  )

  it('sees every fault it looks for', () => {
    const fr = "Vu : oui|Vu: oui|«oui»|à 5 m|200 000|l'eau|attendez...".split('|')
    expect(fr.flatMap((sentence) => faults('fr', sentence))).toEqual(Object.keys(LOOSE.fr))
    const en = "Seen : yes|“no” «yes»|don't|wait...".split('|')
    expect(en.flatMap((sentence) => faults('en', sentence))).toEqual(Object.keys(LOOSE.en))
    expect(faults('fr', 'Vu\u00a0: «\u00a0oui\u00a0», ?sslmode=x, PORT=8081, à 5\u00a0m')).toEqual(
      [],
    )
  })
})
