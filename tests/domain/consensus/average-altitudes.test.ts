import { describe, expect, it } from 'vitest'
import { averageAltitudes } from '../../../src/domain/consensus/average-altitudes.ts'
import { consensusOfTracks } from '../../../src/domain/consensus/consensus-of-tracks.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTerrain } from '../../support/simulator/terrain.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'

const hill = (k: number): number => 100 + 0.5 * k
const column = (shiftM: number, from = 0, to = 100): Float64Array =>
  Float64Array.from({ length: 101 }, (_, k) => (k >= from && k <= to ? hill(k) + shiftM : NaN))

describe('altitudes of several tracks', () => {
  it('need two tracks that have some', () => {
    expect(averageAltitudes([])).toBeNull()
    expect(averageAltitudes([column(0), column(0, 1, 0)])).toBeNull()
  })

  it('take the middle level, and no step where a track begins or ends', () => {
    const found = averageAltitudes([column(0), column(2), column(30, 40, 60)])!
    const steps = [...found.altitudeM].slice(1).map((z, k) => z - found.altitudeM[k]!)
    expect(Math.max(...steps.slice(6, -6))).toBeLessThan(0.6)
    expect(found.altitudeM[50]! - hill(50)).toBeCloseTo(2, 0)
    expect(found.spreadM[50]).toBeLessThan(1)
  })

  it('say nothing where only one has passed', () => {
    const found = averageAltitudes([column(0), column(1, 0, 50)])!
    expect(found.altitudeM[30]).not.toBeNaN()
    expect(found.altitudeM[80]).toBeNaN()
    expect(found.spreadM[80]).toBeNaN()
  })
})

describe('the altitude of a consensus', () => {
  const seed = rotatingSeed()
  const { line } = makeTrail('linear', seed, 3000)
  const terrain = makeTerrain('hilly', false, seed)
  const walks = (count: number, altitudes: number) =>
    Array.from({ length: count }, (_, n) => {
      const { fixes } = simulateWalk(line, {
        seed: seed + n,
        startAtMs: Date.UTC(2026, 2, 1 + n, 9),
        ...(n < altitudes ? { terrain, altimeter: 'good-phone' as const } : {}),
      })
      const known = n < altitudes
      return {
        id: `w${n}`,
        track: deriveTrack(
          fixes.map(({ eleM, ...fix }) => (known && eleM !== undefined ? { ...fix, eleM } : fix)),
        ),
      }
    })

  it('is there for each vertex, with its spread, when two receivers say it', () => {
    const { altitudeM, altitudeSpreadM, coordinates } = consensusOfTracks(walks(4, 3)).line!
    expect(altitudeM).toHaveLength(coordinates.length)
    expect(altitudeSpreadM).toHaveLength(coordinates.length)
    const known = altitudeM!.filter((z) => z !== null)
    expect(known.length).toBeGreaterThan(0.9 * coordinates.length)
    expect(coordinates.every((position) => position.length === 2)).toBe(true)
  })

  it('is not there when only one says it', () => {
    expect(consensusOfTracks(walks(3, 1)).line).not.toHaveProperty('altitudeM')
  })
})
