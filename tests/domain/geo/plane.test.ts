import fc from 'fast-check'
import { Geodesic } from 'geographiclib-geodesic'
import { describe, expect, it } from 'vitest'
import {
  createPlane,
  distanceM,
  fromPlane,
  planeFor,
  toPlane,
} from '../../../src/domain/geo/plane.ts'

const oracleM = (a: readonly number[], b: readonly number[]): number =>
  Geodesic.WGS84.Inverse(a[1]!, a[0]!, b[1]!, b[0]!).s12!

const lon = fc.double({ min: -180, max: 180, noNaN: true })
const lat = fc.double({ min: -75, max: 75, noNaN: true })
const azimuth = fc.double({ min: 0, max: 360, noNaN: true })

const walkTo = (from: readonly number[], azimuthDeg: number, metres: number): [number, number] => {
  const end = Geodesic.WGS84.Direct(from[1]!, from[0]!, azimuthDeg, metres)
  return [end.lon2!, end.lat2!]
}

describe('the earth model, against GeographicLib', () => {
  it('measures vertex to vertex within 20 ppm up to 10 km', () => {
    const distance = fc.double({ min: 0.5, max: 10_000, noNaN: true })
    fc.assert(
      fc.property(lon, lat, azimuth, distance, (lon, lat, azimuthDeg, metres) => {
        const to = walkTo([lon, lat], azimuthDeg, metres)
        expect(Math.abs(distanceM([lon, lat], to) / metres - 1)).toBeLessThan(20e-6)
      }),
    )
  })

  it('keeps distances in the plane within 0.005 %, up to 50 km away from its origin', () => {
    const away = fc.double({ min: 0, max: 50_000, noNaN: true })
    const french = fc.double({ min: -60, max: 60, noNaN: true })
    fc.assert(
      fc.property(lon, french, azimuth, away, azimuth, (lon, lat, towards, awayM, azimuthDeg) => {
        const plane = createPlane(lon, lat)
        const from = walkTo([lon, lat], towards, awayM)
        const to = walkTo(from, azimuthDeg, 1000)
        const a = toPlane(plane, from[0], from[1])
        const b = toPlane(plane, to[0], to[1])
        expect(Math.abs(Math.hypot(b.x - a.x, b.y - a.y) / oracleM(from, to) - 1)).toBeLessThan(
          5e-5,
        )
      }),
    )
  })

  it('stays true in a box 300 km high', () => {
    const plane = createPlane(0, 44)
    for (const lat of [42.7, 43.5, 45, 46.5]) {
      for (const azimuthDeg of [0, 45, 90, 135]) {
        const from: [number, number] = [0.4, lat]
        const to = walkTo(from, azimuthDeg, 500)
        const a = toPlane(plane, from[0], from[1])
        const b = toPlane(plane, to[0], to[1])
        expect(Math.hypot(b.x - a.x, b.y - a.y)).toBeCloseTo(500, 1)
      }
    }
  })

  it('comes back to the same place within a millimetre', () => {
    const away = fc.double({ min: -80_000, max: 80_000, noNaN: true })
    fc.assert(
      fc.property(lon, lat, away, away, (lon, lat, x, y) => {
        const plane = createPlane(lon, lat)
        const [backLon, backLat] = fromPlane(plane, x, y)
        const again = toPlane(plane, backLon, backLat)
        expect(Math.hypot(again.x - x, again.y - y)).toBeLessThan(1e-3)
      }),
    )
  })

  it('crosses the antimeridian without a leap', () => {
    const plane = planeFor([
      [179.99, 10],
      [-179.99, 10],
    ])
    const west = toPlane(plane, 179.99, 10)
    const east = toPlane(plane, -179.99, 10)
    expect(east.x - west.x).toBeCloseTo(oracleM([179.99, 10], [-179.99, 10]), 0)
  })
})
