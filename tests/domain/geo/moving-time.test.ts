import { describe, expect, it } from 'vitest'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { matchWalk } from '../../../src/domain/geo/match/match-walk.ts'
import {
  gapLengthsOnTrail,
  matchedDistance,
} from '../../../src/domain/geo/match/matched-distance.ts'
import { buildTrailModel } from '../../../src/domain/geo/match/trail-model.ts'
import { movingTime } from '../../../src/domain/geo/moving-time.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTrail, TRAIL_SHAPES } from '../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'

const seed = rotatingSeed()

describe.each(TRAIL_SHAPES)('a walk of two hours on a %s', (shape) => {
  const { line } = makeTrail(shape, seed, 8000)
  const { fixes, truth } = simulateWalk(line, {
    seed,
    stops: 4,
    stopS: [90, 600],
    gaps: 1,
    spikeShare: 1e-3,
  })
  const track = deriveTrack(fixes)
  const match = matchWalk(buildTrailModel(line), track)

  it('was on the move for as long as it was', () => {
    const { movingS, elapsedS, stops } = movingTime(track, gapLengthsOnTrail(match))!
    expect(Math.abs(movingS / truth.movingS - 1)).toBeLessThan(0.04)
    expect(elapsedS).toBeGreaterThan(truth.elapsedS - 10)
    expect(stops.length).toBeGreaterThanOrEqual(3)
  })

  it('is as long as it was, on the trail', () => {
    const distanceM = matchedDistance(match).lengthM
    expect(Math.abs(distanceM / truth.distanceM - 1)).toBeLessThan(0.02)
  })
})

describe('odd walks', () => {
  it('without times have no moving time', () => {
    expect(movingTime({ segments: [[{ lon: 0, lat: 0 }]], gaps: [], recorded: false })).toBeNull()
    expect(movingTime({ segments: [], gaps: [], recorded: true })).toBeNull()
  })

  it('pause in a hole when they come back from it slower than they walk', () => {
    const at = (s: number, metres: number) => ({
      lon: 0,
      lat: 44 + metres / 111_120,
      atMs: 1e12 + s * 1000,
    })
    const before = Array.from({ length: 300 }, (_, s) => at(s, 1.2 * s))
    const after = Array.from({ length: 300 }, (_, s) => at(1500 + s, 360 + 1.2 * s))
    const { movingS, elapsedS } = movingTime(deriveTrack([...before, ...after]))!
    expect(elapsedS).toBe(1799)
    expect(movingS).toBeGreaterThan(590)
    expect(movingS).toBeLessThan(615)
  })
})
