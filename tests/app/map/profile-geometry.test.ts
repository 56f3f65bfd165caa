import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chainageAt,
  frameOf,
  profileOf,
  profilePath,
  xOf,
} from '../../../src/app/map/profile-geometry.ts'
import { measureLine } from '../../../src/domain/geo/chainage.ts'

const frame = { widthPx: 300, heightPx: 80, lengthM: 1_000 }

describe('the profile', () => {
  it('reads the altitudes that are there', () => {
    const line = measureLine([
      [0, 43, 10],
      [0, 43.001],
      [0, 43.002, 30],
    ])
    const points = profileOf(line)
    expect(points.map((one) => one.eleM)).toEqual([10, 30])
    expect(points[1]!.chainageM).toBeCloseTo(line.path.lengthM)
  })

  it('is not drawn without altitude', () => {
    expect(
      profileOf(
        measureLine([
          [0, 43],
          [0, 44],
        ]),
      ),
    ).toEqual([])
    expect(frameOf([], frame)).toBeNull()
  })

  it('does not make a mountain out of a flat trail', () => {
    const flat = frameOf(
      [
        { chainageM: 0, eleM: 50 },
        { chainageM: 1_000, eleM: 51 },
      ],
      frame,
    )
    expect(flat!.highM - flat!.lowM).toBeGreaterThanOrEqual(40)
  })

  it('keeps the highest summit, however many points there are', () => {
    const points = Array.from({ length: 20_000 }, (_, i) => ({
      chainageM: i / 20,
      eleM: i === 7_777 ? 500 : 100,
    }))
    const path = profilePath(points, frameOf(points, frame)!)
    expect(path).toMatch(/ 0\.0/)
    expect(path.length).toBeLessThan(20_000)
  })

  it('gives back the chainage it drew', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1_000, noNaN: true }), (chainageM) => {
        expect(chainageAt(frame, xOf(frame, chainageM))).toBeCloseTo(chainageM, 6)
      }),
    )
  })
})
