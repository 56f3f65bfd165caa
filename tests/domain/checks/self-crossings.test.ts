import { distance, kinks, lineString, nearestPointOnLine } from '@turf/turf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { selfCrossings } from '../../../src/domain/checks/self-crossings.ts'
import { positionAt } from '../../../src/domain/geo/chainage.ts'
import { indexLine, nearestOnLine } from '../../../src/domain/geo/line-index.ts'
import { place, positions, type Metres } from './cases/check-case.ts'

const metres = fc.double({ min: -400, max: 400, noNaN: true })
const line = fc
  .array(fc.tuple(metres, metres), { minLength: 4, maxLength: 30 })
  .map((points) => positions(points as unknown as Metres[]))
const METRES = { units: 'meters' as const }

describe('held against Turf', () => {
  it('[GEO-10] [GEO-11] every crossing is a kink, and a figure of eight has one', () => {
    fc.assert(
      fc.property(line, (drawn) => {
        const indexed = indexLine(drawn)
        const known = kinks(lineString(drawn)).features
        for (const { firstM } of selfCrossings(indexed)) {
          const here = positionAt(indexed, firstM)
          const nearest = Math.min(...known.map((kink) => distance(kink, [...here], METRES)))
          expect(nearest).toBeLessThan(0.2)
        }
      }),
    )
    const eight = positions([
      [0, 0],
      [100, 100],
      [100, 0],
      [0, 100],
    ])
    expect(selfCrossings(indexLine(eight))).toHaveLength(1)
    expect(kinks(lineString(eight)).features).toHaveLength(1)
  })

  it('[POI-01] the nearest place on a line is as far away as Turf says', () => {
    fc.assert(
      fc.property(line, metres, metres, (drawn, x, y) => {
        const asked = place([x, y])
        const own = nearestOnLine(indexLine(drawn), asked)!.distanceM
        const theirs = nearestPointOnLine(lineString(drawn), asked, METRES)
        expect(Math.abs(own - theirs.properties.pointDistance)).toBeLessThan(0.05 + 0.004 * own)
      }),
    )
  })
})
