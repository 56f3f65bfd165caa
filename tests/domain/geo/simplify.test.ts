import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { indexLine, nearestOnLine } from '../../../src/domain/geo/line-index.ts'
import { simplifyLine } from '../../../src/domain/geo/simplify.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'

describe('a simplified line', () => {
  const { line } = makeTrail('linear', rotatingSeed(), 3000)

  it('stays within the tolerance of every position, and keeps both ends', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 30, noNaN: true }), (toleranceM) => {
        const simple = simplifyLine(line, toleranceM)
        const index = indexLine(simple)
        expect(simple.at(0)).toBe(line.at(0))
        expect(simple.at(-1)).toBe(line.at(-1))
        for (const position of line) {
          expect(nearestOnLine(index, position)!.distanceM).toBeLessThanOrEqual(toleranceM + 0.01)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('is much lighter at one metre', () => {
    expect(simplifyLine(line, 1).length).toBeLessThan(0.5 * line.length)
  })

  it('of up to two positions is the line', () => {
    expect(
      simplifyLine(
        [
          [0, 0],
          [1, 1],
        ],
        5,
      ),
    ).toEqual([
      [0, 0],
      [1, 1],
    ])
    expect(simplifyLine([], 5)).toEqual([])
  })

  it('does not fall over a line of 200,000 positions', () => {
    const long = Array.from({ length: 200_000 }, (_, k) => [k * 1e-5, 44 + 1e-4 * Math.sin(k / 50)])
    expect(simplifyLine(long, 1).length).toBeGreaterThan(1000)
  })
})
