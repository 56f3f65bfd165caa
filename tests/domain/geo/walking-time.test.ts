import { describe, expect, it } from 'vitest'
import { dinTimeS, walkingTime, walkingTimeOnLevel } from '../../../src/domain/geo/walking-time.ts'

/** 10 km with five rises and falls of 120 m at 12 %. */
const chainageM = Array.from({ length: 11 }, (_, k) => k * 1000)
const hills = { chainageM, eleM: chainageM.map((_, k) => (k % 2 === 0 ? 100 : 220)) }

describe('walking time', () => {
  it('on the level is 4.2 km/h in Switzerland and 4 km/h by DIN', () => {
    const { swissS, dinS } = walkingTimeOnLevel(4200)
    expect(swissS / 3600).toBeCloseTo(1, 2)
    expect(dinS / 3600).toBeCloseTo(1.05, 5)
  })

  it('over 10 km with +600 and -600 m at 12 % is 3.07 h, prudently 4.45 h', () => {
    const { swissS, dinS } = walkingTime(hills)
    expect(swissS / 3600).toBeCloseTo(3.07, 1)
    expect(dinS / 3600).toBeCloseTo(4.1, 0)
    expect(dinTimeS(10_000, 600, 600) / 3600).toBeCloseTo(4.45, 5)
  })

  it('counts the last segment too', () => {
    const half = { chainageM: [0, 25], eleM: [100, 100] }
    expect(walkingTime(half).swissS).toBeCloseTo((14.271 * 60 * 25) / 1000, 5)
  })

  it('goes on as a straight line beyond 40 %', () => {
    const steep = (rise: number): number =>
      walkingTime({ chainageM: [0, 1000], eleM: [0, rise] }).swissS / 60
    expect(steep(500)).toBeCloseTo(85, 5)
    expect(steep(-500)).toBeCloseTo(45, 5)
    expect(steep(399)).toBeGreaterThan(60)
  })

  it('of nothing is nothing', () => {
    expect(walkingTime({ chainageM: [0], eleM: [100] })).toEqual({ swissS: 0, dinS: 0 })
  })
})
