import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/domain/observation/canonical.ts'

const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false })

/** What JSON makes of a value: -0 becomes 0. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown
}

/** The same value with every object's members in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([name, member]) => [name, shuffled(member)]))
}

describe('the canonical text', () => {
  it('[M2] does not depend on the order of members (500 runs)', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))
      }),
      { numRuns: 500 },
    )
  })

  it('[M2] says everything: reading it back gives the value (500 runs)', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(asJson(value))
      }),
      { numRuns: 500 },
    )
  })

  it('[M2] is the same for equal values only (500 runs)', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const equal = isDeepStrictEqual(asJson(a), asJson(b))
        expect(canonicalJson(a) === canonicalJson(b)).toBe(equal)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    [
      'members by UTF-16 code unit',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    ],
    [
      'numbers as JavaScript does',
      [1e21, 0.000001, 1e-7, -0, 0.1 + 0.2, 4.5],
      '[1e+21,0.000001,1e-7,0,0.30000000000000004,4.5]',
    ],
    ['accents as typed, composed or not', ['é', 'e\u0301'], '["é","e\u0301"]'],
    ['half a character escaped', ['\ud800'], '["\\ud800"]'],
    ['control characters escaped', ['\u0000\n"\\'], '["\\u0000\\n\\"\\\\"]'],
    ['an absent member as absent', { a: undefined, b: null }, '{"b":null}'],
    ['emptiness', [{}, [], ''], '[{},[],""]'],
  ])('[M2] writes %s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it('[P30] has a text for any depth', () => {
    const depth = 300_000
    const deep = JSON.parse(`${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`) as unknown
    expect(canonicalJson(deep)).toBe(`${'{"a":['.repeat(depth)}${']}'.repeat(depth)}`)
  })

  it('[P30] writes a member named __proto__ like any other', () => {
    const text = '{"__proto__":{"a":1},"b":2}'
    expect(canonicalJson(JSON.parse(text))).toBe(text)
  })
})
