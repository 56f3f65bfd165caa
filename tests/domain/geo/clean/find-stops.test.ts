import { describe, expect, it } from 'vitest'
import { collapseStops } from '../../../../src/domain/geo/clean/collapse-stops.ts'
import { findStops } from '../../../../src/domain/geo/clean/find-stops.ts'
import { deriveTrack } from '../../../../src/domain/geo/derive-track.ts'
import { simulateWalk } from '../../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../../support/simulator/rotating-seed.ts'

const seed = rotatingSeed()
const { line } = makeTrail('linear', seed, 3000)

describe('pauses', () => {
  it.each(['open', 'mixed', 'forest'] as const)(
    'are found in %s drift, with their length',
    (environment) => {
      const { fixes } = simulateWalk(line, { seed, environment, stops: 2, stopS: [300, 300] })
      const stops = findStops(deriveTrack(fixes).segments.flat())
      const stoodS = stops.reduce((sum, { durationS }) => sum + durationS, 0)
      expect(stoodS).toBeGreaterThan(530)
      expect(stoodS).toBeLessThan(670)
    },
  )

  it('are not seen in a walk without any, nor in its hairpins', () => {
    const zigzag = makeTrail('switchbacks', seed, 4000)
    const { fixes } = simulateWalk(zigzag.line, { seed, environment: 'mixed' })
    expect(findStops(deriveTrack(fixes).segments.flat())).toEqual([])
  })

  it('of a few seconds are not told from walking', () => {
    const { fixes } = simulateWalk(line, { seed, environment: 'open', stops: 1, stopS: [10, 10] })
    expect(findStops(deriveTrack(fixes).segments.flat())).toEqual([])
  })

  it('need times', () => {
    expect(
      findStops([
        { lon: 0, lat: 0 },
        { lon: 0, lat: 0 },
      ]),
    ).toEqual([])
  })
})

describe('pauses collapsed', () => {
  const { fixes } = simulateWalk(line, { seed, stops: 2, stopS: [300, 300] })

  it('leave one recorded fix each, and every other fix', () => {
    const stops = findStops(fixes)
    const inside = stops.reduce((sum, { from, to }) => sum + to - from + 1, 0)
    const kept = collapseStops(fixes)
    expect(stops.length).toBeGreaterThan(0)
    expect(kept).toHaveLength(fixes.length - inside + stops.length)
    const recorded = new Set<unknown>(fixes)
    expect(kept.every((fix) => recorded.has(fix))).toBe(true)
  })

  it('barely change when they are collapsed again', () => {
    const kept = collapseStops(fixes)
    expect(collapseStops(kept).length).toBeGreaterThan(0.95 * kept.length)
  })
})
