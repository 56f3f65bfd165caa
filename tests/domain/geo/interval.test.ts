import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  complementIntervals,
  intersectIntervals,
  mergeIntervals,
  totalLengthM,
  unwrapInterval,
  type IntervalM,
} from '../../../src/domain/geo/interval.ts'

const LENGTH_M = 1000
const interval = fc
  .tuple(fc.integer({ min: 0, max: LENGTH_M }), fc.integer({ min: 0, max: LENGTH_M }))
  .map(([a, b]): IntervalM => [Math.min(a, b), Math.max(a, b)])
const intervals = fc.array(interval, { maxLength: 12 })

const isIn = (list: readonly IntervalM[], m: number): boolean =>
  list.some(([from, to]) => from < m && m < to)

describe('intervals of chainage', () => {
  it('merges to sorted, disjoint intervals that hold the same places', () => {
    fc.assert(
      fc.property(intervals, fc.integer({ min: 0, max: LENGTH_M - 1 }), (list, whole) => {
        const place = whole + 0.5
        const merged = mergeIntervals(list)
        expect(isIn(merged, place)).toBe(isIn(list, place))
        merged.slice(1).forEach(([from], i) => expect(from).toBeGreaterThan(merged[i]![1]))
      }),
    )
  })

  it('splits the line into what is covered and what is not', () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const merged = mergeIntervals(list)
        const rest = complementIntervals(merged, LENGTH_M)
        expect(totalLengthM(merged) + totalLengthM(rest)).toBeCloseTo(LENGTH_M)
        expect(totalLengthM(intersectIntervals(merged, rest))).toBe(0)
      }),
    )
  })

  it('bridges holes up to the given length and no longer', () => {
    expect(
      mergeIntervals(
        [
          [0, 10],
          [15, 20],
        ],
        5,
      ),
    ).toEqual([[0, 20]])
    expect(
      mergeIntervals(
        [
          [0, 10],
          [15.1, 20],
        ],
        5,
      ),
    ).toHaveLength(2)
  })

  it('cuts an interval at the seam of a loop', () => {
    expect(unwrapInterval([-50, 30], 1000)).toEqual([
      [950, 1000],
      [0, 30],
    ])
    expect(unwrapInterval([990, 1005], 1000)).toEqual([
      [990, 1000],
      [0, 5],
    ])
    expect(unwrapInterval([10, 20], 1000)).toEqual([[10, 20]])
    expect(unwrapInterval([-5, 1200], 1000)).toEqual([[0, 1000]])
  })
})
