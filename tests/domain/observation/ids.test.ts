import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  monotonicIds,
  SHA_256,
  SLUG,
  UUID_V7,
  uuidV7,
} from '../../../src/domain/observation/ids.ts'

const random = fc.uint8Array({ minLength: 10, maxLength: 10 })
const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 })

describe('ids', () => {
  it('are well-formed version 7 UUIDs that carry their instant (500 runs)', () => {
    fc.assert(
      fc.property(instant, random, (nowMs, bytes) => {
        const id = uuidV7(nowMs, bytes)
        expect(id).toMatch(UUID_V7)
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(nowMs)
      }),
      { numRuns: 500 },
    )
  })

  it('sort by time (500 runs)', () => {
    fc.assert(
      fc.property(instant, instant, random, random, (a, b, first, second) => {
        if (a < b) expect(uuidV7(a, first) < uuidV7(b, second)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('differ when one random bit differs, but for the six that name the version', () => {
    const base = new Uint8Array(10)
    const ids = new Set([uuidV7(0, base)])
    for (let bit = 0; bit < 80; bit += 1) {
      const bytes = new Uint8Array(10)
      bytes[bit >> 3] = 1 << (bit & 7)
      ids.add(uuidV7(0, bytes))
    }
    expect(ids.size).toBe(1 + 80 - 6)
  })

  it('[P14] are well-formed whatever the clock says', () => {
    for (const nowMs of [-1, -1e15, 1e300, Number.NaN, 1234.9]) {
      expect(uuidV7(nowMs, new Uint8Array(10))).toMatch(UUID_V7)
    }
    expect(uuidV7(-5, new Uint8Array(10))).toBe(uuidV7(0, new Uint8Array(10)))
    expect(uuidV7(1234.9, new Uint8Array(10))).toBe(uuidV7(1234, new Uint8Array(10)))
  })

  it('need exactly ten random bytes', () => {
    expect(() => uuidV7(0, new Uint8Array(9))).toThrow('10 random bytes')
  })

  it('are recognised strictly', () => {
    const id = uuidV7(1_700_000_000_000, new Uint8Array(10).fill(255))
    for (const wrong of [
      id.toUpperCase(),
      ` ${id}`,
      `${id}\n`,
      id.slice(1),
      id.replace('-7', '-4'),
    ]) {
      expect(UUID_V7.test(wrong)).toBe(false)
    }
    expect(SHA_256.test('a'.repeat(64))).toBe(true)
    expect(SHA_256.test('A'.repeat(64))).toBe(false)
    for (const slug of ['four-pain', 'a', '4-saisons']) expect(SLUG.test(slug)).toBe(true)
    for (const wrong of ['', '-a', 'a-', 'a--b', 'Four', 'a_b', 'é', '../etc', 'a\n']) {
      expect(SLUG.test(wrong)).toBe(false)
    }
  })

  it('of one maker sort in the order they were made, within a millisecond and when its clock goes back', () => {
    let nowMs = 1_700_000_000_000
    const make = monotonicIds(
      () => nowMs,
      () => new Uint8Array(10).fill(255),
    )
    const made = Array.from({ length: 5_000 }, make)
    nowMs -= 1_000
    made.push(make())
    nowMs += 10_000
    made.push(make())
    expect(made.toSorted()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
    expect(made.every((id) => UUID_V7.test(id))).toBe(true)
  })
})
