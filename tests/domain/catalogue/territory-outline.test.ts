import { booleanClockwise, booleanValid } from '@turf/turf'
import type { Polygon, Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { outlineFault, rewoundOutline } from '../../../src/domain/catalogue/territory-outline.ts'

const polygon = (...rings: Position[][]): Polygon => ({ type: 'Polygon', coordinates: rings })
const square = (west: number, sizeDeg = 1): Position[] => [
  [west, 43],
  [west + sizeDeg, 43],
  [west + sizeDeg, 43 + sizeDeg],
  [west, 43 + sizeDeg],
  [west, 43],
]

describe('the outline of a territory', () => {
  it('is refused where it crosses itself, which other validators let pass', () => {
    const bowTie = polygon([
      [0, 43],
      [1, 44],
      [1, 43],
      [0, 44],
      [0, 43],
    ])
    expect(booleanValid(bowTie)).toBe(true)
    const fault = outlineFault(bowTie)
    expect(fault?.kind).toBe('crossed')
    if (fault?.kind !== 'crossed') return
    expect(fault.at[0]).toBeCloseTo(0.5, 6)
    expect(fault.at[1]).toBeCloseTo(43.5, 6)
  })

  it('is refused without an area, or off the earth', () => {
    const flat = polygon([
      [0, 43],
      [1, 43],
      [2, 43],
      [0, 43],
    ])
    expect(outlineFault(flat)).toEqual({ kind: 'no-area' })
    expect(outlineFault(polygon(square(320_000)))).toEqual({ kind: 'no-area' })
  })

  it('may be in several parts that touch, and have holes', () => {
    const hole = square(0.2, 0.3).map(([lon, lat]) => [lon!, lat! + 0.2])
    expect(outlineFault(polygon(square(0), hole))).toBeNull()
    const parts = { type: 'MultiPolygon' as const, coordinates: [[square(0)], [square(1)]] }
    expect(outlineFault(parts)).toBeNull()
  })

  it('is turned as RFC 7946 wants it, and is otherwise the same', () => {
    const hole = square(0.2, 0.3).map(([lon, lat]) => [lon!, lat! + 0.2])
    const turned = rewoundOutline(polygon(square(0).toReversed(), hole)) as Polygon
    expect(booleanClockwise(turned.coordinates[0]!)).toBe(false)
    expect(booleanClockwise(turned.coordinates[1]!)).toBe(true)
    const places = (ring: Position[]) => [...new Set(ring.map(String))].sort()
    expect(places(turned.coordinates[0]!)).toEqual(places(square(0)))
    expect(rewoundOutline(turned)).toEqual(turned)
  })
})
