import { describe, expect, it } from 'vitest'
import { rolloverMs } from '../../../src/domain/geo/fix-clock.ts'

const DAY_MS = 86_400_000
const NOW_MS = Date.UTC(2026, 10, 30, 12)

describe('[P14] a receiver that lost count of its weeks', () => {
  it.each([1, 2])('%i times is known by a clock beside it', (turns) => {
    const lateMs = turns * 7168 * DAY_MS
    expect(rolloverMs(NOW_MS - lateMs, NOW_MS)).toBe(lateMs)
    expect(rolloverMs(NOW_MS - lateMs - 20 * 3_600_000, NOW_MS)).toBe(lateMs)
  })

  it('is not any old recording', () => {
    expect(rolloverMs(NOW_MS, NOW_MS)).toBe(0)
    expect(rolloverMs(NOW_MS - 10 * DAY_MS, NOW_MS)).toBe(0)
    expect(rolloverMs(NOW_MS - 7000 * DAY_MS, NOW_MS)).toBe(0)
    expect(rolloverMs(NOW_MS + 7168 * DAY_MS, NOW_MS)).toBe(0)
  })
})
