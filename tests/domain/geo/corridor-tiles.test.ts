import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { corridorTiles } from '../../../src/domain/geo/corridor-tiles.ts'
import { createPlane, fromPlane } from '../../../src/domain/geo/plane.ts'

const NO_LIMIT = 1_000_000
const line = (points: readonly (readonly [number, number])[]) => {
  const plane = createPlane(-0.66, 43.67)
  return points.map(([x, y]) => fromPlane(plane, x, y))
}
const tileOf = ([lon, lat]: readonly number[], z: number) => {
  const sin = Math.sin((lat! * Math.PI) / 180)
  const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)
  return [z, Math.floor(((lon! + 180) / 360) * 2 ** z), Math.floor(y * 2 ** z)].join('/')
}

describe('the tiles along a trail', () => {
  it('hold whatever is near any place of the line, at every zoom', () => {
    const point = fc.tuple(
      fc.integer({ min: -6_000, max: 6_000 }),
      fc.integer({ min: -6_000, max: 6_000 }),
    )
    const around = fc.tuple(
      fc.double({ min: 0, max: 6.28, noNaN: true }),
      fc.integer({ min: 0, max: 480 }),
    )
    fc.assert(
      fc.property(
        point,
        point,
        fc.double({ min: 0, max: 1, noNaN: true }),
        around,
        (a, b, share, [angle, away]) => {
          const { places } = corridorTiles(line([a, b]), 16, NO_LIMIT)
          const names = new Set(places.map((place) => place.join('/')))
          const x = a[0] + (b[0] - a[0]) * share + away * Math.cos(angle)
          const y = a[1] + (b[1] - a[1]) * share + away * Math.sin(angle)
          const [near] = line([[x, y]])
          for (const zoom of [11, 12, 13, 14, 15, 16]) {
            expect(names.has(tileOf(near!, zoom)), `${zoom}`).toBe(true)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('are about as many as reckoned by hand: a straight 15 km takes some 250, low zooms first', () => {
    const { places, maxZoom } = corridorTiles(
      line([
        [0, 0],
        [15_000, 0],
      ]),
      16,
      NO_LIMIT,
    )
    expect(maxZoom).toBe(16)
    expect(places.length).toBeGreaterThan(150)
    expect(places.length).toBeLessThan(350)
    const zooms = places.map(([z]) => z)
    expect(zooms).toEqual([...zooms].sort((a, b) => a - b))
    expect(new Set(places.map((place) => place.join('/'))).size).toBe(places.length)
  })

  it('leave the finest zooms out rather than pass the limit', () => {
    const long = line([
      [0, 0],
      [60_000, 0],
    ])
    const { places, maxZoom } = corridorTiles(long, 16, 400)
    expect(places.length).toBeLessThanOrEqual(400)
    expect(maxZoom).toBeLessThan(16)
    expect(corridorTiles([], 16, 400).places).toEqual([])
    expect(corridorTiles([[-0.66, 43.67]], 12, 400).places.length).toBeGreaterThan(0)
  })
})
