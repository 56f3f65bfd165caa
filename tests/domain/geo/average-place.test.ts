import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averagePlace, movedPlace } from '../../../src/domain/geo/average-place.ts'
import { distanceM } from '../../../src/domain/geo/plane.ts'

const HERE = { lon: -0.57, lat: 43.76 }
const away = (eastM: number, northM: number, accuracyM?: number) => ({
  ...movedPlace(HERE, eastM, northM),
  ...(accuracyM === undefined ? {} : { accuracyM }),
})
const apartM = (a: typeof HERE, b: typeof HERE) => distanceM([a.lon, a.lat], [b.lon, b.lat])

describe('a place from several fixes', () => {
  it('is their mean, with how far they lay around it', () => {
    const place = averagePlace([away(10, 0, 5), away(-10, 0, 5), away(0, 10, 5), away(0, -10, 5)])!
    expect(apartM(place, HERE)).toBeLessThan(0.05)
    expect(place.spreadM).toBeCloseTo(10, 1)
    expect(place.fixes).toBe(4)
  })

  it('believes a precise fix more than a poor one', () => {
    const place = averagePlace([away(0, 0, 4), away(30, 0, 40)])!
    expect(apartM(place, HERE)).toBeLessThan(0.5)
  })

  it('is never said to be better than its best fix, however many there are', () => {
    const fix = fc.record({
      eastM: fc.integer({ min: -40, max: 40 }),
      northM: fc.integer({ min: -40, max: 40 }),
      accuracyM: fc.integer({ min: 0, max: 100 }),
    })
    fc.assert(
      fc.property(fc.array(fix, { minLength: 1, maxLength: 30 }), (list) => {
        const place = averagePlace(list.map((one) => away(one.eastM, one.northM, one.accuracyM)))!
        const best = Math.min(...list.map((one) => Math.max(2, one.accuracyM)))
        expect(place.accuracyM).toBeGreaterThanOrEqual(best)
        expect(place.accuracyM).toBeGreaterThanOrEqual(place.spreadM)
        expect(apartM(place, HERE)).toBeLessThan(60)
      }),
    )
  })

  it('is nothing without a fix', () => expect(averagePlace([])).toBeNull())

  it('moves by metres', () => {
    expect(apartM(movedPlace(HERE, 3, 4), HERE)).toBeCloseTo(5, 3)
    expect(movedPlace(HERE, 0, 5).lat).toBeGreaterThan(HERE.lat)
    expect(movedPlace(HERE, -5, 0).lon).toBeLessThan(HERE.lon)
  })
})
