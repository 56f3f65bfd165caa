import { describe, expect, it } from 'vitest'
import { cleanTrack } from '../../../../src/domain/geo/clean/clean-track.ts'
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

describe('a track cleaned for drawing', () => {
  const { fixes } = simulateWalk(line, { seed, stops: 2, stopS: [300, 300], gaps: 1 })
  const track = deriveTrack(fixes)
  const clean = cleanTrack(track)

  it('keeps its segments and gaps [P03], and only recorded fixes', () => {
    expect(clean.gaps).toEqual(track.gaps)
    expect(clean.segments).toHaveLength(track.segments.length)
    const recorded = new Set(track.segments.flat())
    expect(clean.segments.flat().every((fix) => recorded.has(fix))).toBe(true)
  })

  it('is much lighter, and barely changes when cleaned again', () => {
    expect(clean.segments.flat().length).toBeLessThan(0.6 * track.segments.flat().length)
    const again = cleanTrack(clean).segments.flat().length
    expect(again).toBeGreaterThan(0.9 * clean.segments.flat().length)
  })

  it('leaves a drawn line alone', () => {
    const drawn = { segments: [[{ lon: 0, lat: 0 }]], gaps: [], recorded: false }
    expect(cleanTrack(drawn)).toBe(drawn)
  })
})
