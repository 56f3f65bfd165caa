import fc from 'fast-check'
import { Geodesic } from 'geographiclib-geodesic'
import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import {
  lineLengthM,
  measureLine,
  pointAt,
  positionAt,
  resamplePath,
  segmentAt,
  sliceLine,
} from '../../../src/domain/geo/chainage.ts'
import { makeTrail, TRAIL_SHAPES } from '../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'

const oracleLengthM = (line: readonly Position[]): number =>
  line
    .slice(1)
    .reduce(
      (sum, [lon, lat], i) =>
        sum + Geodesic.WGS84.Inverse(line[i]![1]!, line[i]![0]!, lat!, lon!).s12!,
      0,
    )

const seed = rotatingSeed()

describe('lengths', () => {
  it.each(TRAIL_SHAPES)('of a %s are within 0.05 % of the ellipsoid', (shape) => {
    const { line } = makeTrail(shape, seed, 12_000)
    const truthM = oracleLengthM(line)
    expect(Math.abs(lineLengthM(line) / truthM - 1)).toBeLessThan(5e-4)
    expect(Math.abs(measureLine(line).path.lengthM / truthM - 1)).toBeLessThan(5e-4)
  })

  it('stay within 0.05 % for a line 150 km from south to north', () => {
    const line = Array.from({ length: 300 }, (_, k): Position => [
      0.3 * Math.sin(k),
      43 + k * 0.0045,
    ])
    expect(Math.abs(measureLine(line).path.lengthM / oracleLengthM(line) - 1)).toBeLessThan(5e-4)
  })

  it('of no line, or of one position, are 0', () => {
    expect(lineLengthM([])).toBe(0)
    expect(lineLengthM([[1, 2]])).toBe(0)
    expect(measureLine([]).path.lengthM).toBe(0)
  })
})

describe('places by chainage', () => {
  const line = measureLine(makeTrail('lollipop', seed, 3000).line)
  const { path } = line
  const chainage = fc.double({ min: 0, max: path.lengthM, noNaN: true })

  it('finds the segment by bisection as a walk along the line would', () => {
    fc.assert(
      fc.property(chainage, (m) => {
        const segment = segmentAt(path, m)
        expect(path.chainageM[segment]).toBeLessThanOrEqual(m)
        expect(path.chainageM[segment + 1]).toBeGreaterThanOrEqual(m)
      }),
    )
  })

  it('clamps outside the line', () => {
    expect(pointAt(path, -5)).toEqual(pointAt(path, 0))
    expect(pointAt(path, path.lengthM + 5)).toEqual(pointAt(path, path.lengthM))
  })

  it('slices have the length between their ends, and turn round when asked to', () => {
    fc.assert(
      fc.property(chainage, chainage, (a, b) => {
        const slice = sliceLine(line, a, b)
        expect(Math.abs(lineLengthM(slice) - Math.abs(b - a))).toBeLessThan(0.05)
        expect(sliceLine(line, b, a)).toEqual([...slice].reverse())
      }),
    )
  })

  it('interpolates the altitude, and gives none where a vertex has none', () => {
    const climb = measureLine([
      [0, 45, 100],
      [0, 45.01, 200],
      [0, 45.02],
    ])
    expect(positionAt(climb, climb.path.lengthM / 4)[2]).toBeCloseTo(150, 0)
    expect(positionAt(climb, climb.path.lengthM * 0.75)).toHaveLength(2)
  })

  it('resamples at even steps that keep both ends', () => {
    const even = resamplePath(path, 5)
    expect(even.xs[0]).toBe(path.xs[0])
    expect(even.xs.at(-1)).toBeCloseTo(path.xs.at(-1)!, 6)
    expect(even.lengthM).toBeLessThanOrEqual(path.lengthM + 1e-6)
    expect(even.lengthM).toBeGreaterThan(0.99 * path.lengthM)
  })
})
