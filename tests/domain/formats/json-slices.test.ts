import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elementsOf, jsonDepth, TooManyValues } from '../../../src/domain/formats/json-slices.ts'

describe('elements of a JSON array, cut out without parsing', () => {
  it('[P10] are those that a parser finds, whatever strings and brackets they hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.jsonValue(),
        fc.constantFrom(undefined, 2),
        (features, other, indent) => {
          const text = JSON.stringify({ other, features }, null, indent)
          // A member of that name further inside is another one.
          const inside = JSON.stringify({ a: { features: [0] }, features }, null, indent)
          for (const one of [text, inside]) {
            const found = elementsOf(one, 'features', 100)!.map(
              (slice) => JSON.parse(slice.text) as unknown,
            )
            expect(found).toEqual(JSON.parse(JSON.stringify(features)))
          }
        },
      ),
    )
  })

  it('[P30] any text at all is cut without a fault', () => {
    fc.assert(
      fc.property(fc.string(), (tail) => {
        const found = elementsOf(`{"features":[1,${tail}`, 'features', 100)
        expect(found?.[0]?.text).toMatch(/^1/)
      }),
    )
  })

  it('are null where there is no such array, and no more than there may be', () => {
    for (const text of ['', '[]', '{}', '{"features":{}}', 'null', '{"x":"features","y":[1]}'])
      expect(elementsOf(text, 'features', 5)).toBeNull()
    expect(elementsOf('{"features":[ ]}', 'features', 5)).toEqual([])
    expect(() => elementsOf('{"features":[1,2,3]}', 'features', 2)).toThrow(TooManyValues)
  })

  it('know how deep they go, at any depth', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    expect(jsonDepth(deep)).toBe(100_000)
    expect(jsonDepth('"[[[" ')).toBe(0)
    expect(
      elementsOf(`{"features":[1,${deep},{"a":[]}]}`, 'features', 5)!.map(({ depth }) => depth),
    ).toEqual([0, 100_000, 2])
  })
})
