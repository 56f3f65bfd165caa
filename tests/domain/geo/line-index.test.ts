import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  indexLine,
  nearestOnLine,
  nearestOnPath,
  nearestOnSegment,
} from '../../../src/domain/geo/line-index.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'

const line = indexLine(makeTrail('figure-8', rotatingSeed(), 4000).line)

describe('the nearest place of a line', () => {
  it('is the one a search through every segment finds', () => {
    const metre = fc.double({ min: -3000, max: 3000, noNaN: true })
    fc.assert(
      fc.property(metre, metre, (x, y) => {
        const indexed = nearestOnPath(line.path, line.segments, x, y)!
        let least = Infinity
        for (let i = 0; i < line.path.xs.length - 1; i += 1) {
          least = Math.min(least, nearestOnSegment(line.path, i, x, y).distanceM)
        }
        expect(indexed.distanceM).toBeCloseTo(least, 6)
      }),
    )
  })

  it('is null beyond the asked distance, and found at exactly it', () => {
    const [lon, lat] = line.positions[0]!
    expect(nearestOnLine(line, [lon!, lat! + 1], 1000)).toBeNull()
    expect(nearestOnLine(line, [lon!, lat!], 1)?.distanceM).toBeCloseTo(0, 3)
  })

  it('needs two positions', () => {
    expect(() => indexLine([[0, 0]])).toThrow(RangeError)
  })
})
