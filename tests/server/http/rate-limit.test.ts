import { describe, expect, it } from 'vitest'
import { rateLimit, type RateLimit } from '../../../src/server/http/rate-limit.ts'

const NOW_MS = 1_000_000
const MOST = 5

function passes(limit: RateLimit, key: string, nowMs = NOW_MS): boolean {
  try {
    limit.count(key, nowMs)
    return true
  } catch {
    return false
  }
}

describe('a rate limit', () => {
  it('lets so many pass in one window, and again in the next one', () => {
    const limit = rateLimit(MOST)
    const tries = Array.from({ length: MOST + 1 }, () => passes(limit, 'a'))
    expect(tries).toEqual([true, true, true, true, true, false])
    expect(passes(limit, 'b')).toBe(true)
    expect(passes(limit, 'a', NOW_MS + 60_000)).toBe(true)
    // A clock that was put back forgives.
    expect(passes(limit, 'a', NOW_MS - 1)).toBe(true)
  })

  it('a key that used up what it may is not let in again by a flood of others', () => {
    const limit = rateLimit(MOST)
    for (let i = 0; i < MOST; i++) passes(limit, 'refused')
    for (let i = 0; i < 120_000; i++) passes(limit, `other ${i}`)
    expect(passes(limit, 'refused')).toBe(false)
  })

  it('a key refused by its weight alone is kept as well', () => {
    const limit = rateLimit(MOST)
    limit.count('heavy', NOW_MS, 3)
    expect(() => limit.count('heavy', NOW_MS, 3)).toThrow()
    for (let i = 0; i < 60_000; i++) passes(limit, `other ${i}`)
    expect(() => limit.count('heavy', NOW_MS, 3)).toThrow()
  })

  it('what is taken back leaves room for one more, and never for two', () => {
    const limit = rateLimit(1)
    const takeBack = limit.count('a', NOW_MS)
    expect(passes(limit, 'a')).toBe(false)
    takeBack()
    takeBack()
    expect([passes(limit, 'a'), passes(limit, 'a')]).toEqual([true, false])
  })
})
