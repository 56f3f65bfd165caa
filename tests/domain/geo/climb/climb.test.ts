import { describe, expect, it } from 'vitest'
import { climbOfProfile, climbOfTrack } from '../../../../src/domain/geo/climb/climb.ts'
import { sumTurningPoints } from '../../../../src/domain/geo/climb/smooth-profile.ts'
import { climbOnTerrain } from '../../../../src/domain/geo/climb/terrain-climb.ts'
import { deriveTrack } from '../../../../src/domain/geo/derive-track.ts'
import { simulateWalk } from '../../../support/simulator/simulate-walk.ts'
import { makeTerrain } from '../../../support/simulator/terrain.ts'
import { makeTrail } from '../../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../../support/simulator/rotating-seed.ts'

const seed = rotatingSeed()

describe('turning points', () => {
  it('count from the lowest to the highest place, and forget ripples below the threshold', () => {
    expect(sumTurningPoints([100, 120, 118, 150, 90, 92, 91], 5)).toEqual({
      ascentM: 50,
      descentM: 60,
    })
  })

  it('do not add up a slow zigzag of 4 m', () => {
    const zigzag = Array.from({ length: 400 }, (_, k) => 100 + 4 * Math.abs((k % 20) / 10 - 1))
    expect(sumTurningPoints(zigzag, 5)).toEqual({ ascentM: 0, descentM: 0 })
    expect(sumTurningPoints(zigzag, 3).ascentM).toBeGreaterThan(70)
  })

  it('reach from start to end on a steady slope, both ways', () => {
    const slope = Array.from({ length: 50 }, (_, k) => k)
    expect(sumTurningPoints(slope, 5)).toEqual({ ascentM: 49, descentM: 0 })
    expect(sumTurningPoints([...slope].reverse(), 5)).toEqual({ ascentM: 0, descentM: 49 })
    expect(sumTurningPoints([], 5)).toEqual({ ascentM: 0, descentM: 0 })
  })
})

describe('the climb of a walk', () => {
  const { line } = makeTrail('loop', seed, 8000)
  const terrain = makeTerrain('hilly', true, seed)

  it.each(['barometer', 'good-phone', 'forest-phone'] as const)(
    'from a %s is within its uncertainty',
    (altimeter) => {
      const { fixes, truth } = simulateWalk(line, {
        seed,
        altimeter,
        terrain,
        environment: 'mixed',
      })
      const climb = climbOfTrack(deriveTrack(fixes))!
      expect(Math.abs(climb.ascentM - truth.ascentM)).toBeLessThanOrEqual(climb.uncertainty)
      expect(Math.abs(climb.descentM - truth.descentM)).toBeLessThanOrEqual(climb.uncertainty)
      expect(climb.uncertainty).toBeLessThan(0.4 * truth.ascentM)
      expect(climb.method).toBe('noise-corrected-rises')
      expect(climb.source).toBe(altimeter === 'barometer' ? 'barometer' : 'gps')
    },
  )

  it('does not care whether heights are above the sea or the ellipsoid', () => {
    const options = { seed, altimeter: 'good-phone', terrain } as const
    const sea = climbOfTrack(deriveTrack(simulateWalk(line, options).fixes))!
    const high = simulateWalk(line, { ...options, geoidM: 48 })
    const ellipsoid = climbOfTrack(deriveTrack(high.fixes))!
    expect(ellipsoid.ascentM).toBeCloseTo(sea.ascentM, -0.5)
    expect(ellipsoid.minM - sea.minM).toBeCloseTo(48, 0)
  })

  it('falls back to the fixed recipe when fixes are 15 s apart', () => {
    const walk = simulateWalk(line, { seed, altimeter: 'barometer', terrain, samplingS: 15 })
    const climb = climbOfTrack(deriveTrack(walk.fixes))!
    expect(climb.method).toBe('smoothed-turning-points')
    expect(Math.abs(climb.ascentM / walk.truth.ascentM - 1)).toBeLessThan(0.25)
  })

  it('is unknown without altitudes, or with a constant one', () => {
    const { fixes } = simulateWalk(line, { seed })
    expect(climbOfTrack(deriveTrack(fixes))).toBeNull()
    expect(climbOfTrack(deriveTrack(fixes.map((fix) => ({ ...fix, eleM: 0 }))))).toBeNull()
    expect(climbOfTrack({ segments: [], gaps: [], recorded: true })).toBeNull()
  })
})

describe('the climb on a terrain model', () => {
  const line = [
    [0, 44],
    [0, 44.01],
  ]

  it('drapes the line every 25 m', async () => {
    let asked = 0
    const climb = await climbOnTerrain(line, async (positions) => {
      asked = positions.length
      return Promise.resolve(positions.map(([, lat]) => (lat! - 44) * 10_000))
    })
    expect(asked).toBe(45)
    expect(climb).toMatchObject({ ascentM: 100, descentM: 0, source: 'terrain' })
  })

  it('is unknown where the model has a hole', async () => {
    const climb = await climbOnTerrain(line, (positions) =>
      Promise.resolve(positions.map((_, i) => (i === 3 ? null : 100))),
    )
    expect(climb).toBeNull()
  })

  it('keeps steps of 3 m that the recipe for receivers takes for noise', () => {
    const chainageM = Array.from({ length: 81 }, (_, k) => k * 25)
    const eleM = chainageM.map((m) => 100 + 2 * Math.sin(m / 40))
    expect(climbOfProfile({ chainageM, eleM }, 'terrain').ascentM).toBeGreaterThan(20)
    expect(climbOfProfile({ chainageM, eleM }, 'gps').ascentM).toBeLessThan(5)
  })
})
