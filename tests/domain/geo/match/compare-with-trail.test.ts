import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { lineLengthM } from '../../../../src/domain/geo/chainage.ts'
import type { Comparison } from '../../../../src/domain/geo/comparison.ts'
import { deriveTrack } from '../../../../src/domain/geo/derive-track.ts'
import type { Track } from '../../../../src/domain/geo/fix.ts'
import { compareWithTrail } from '../../../../src/domain/geo/match/compare-with-trail.ts'
import { simulateWalk, type WalkOptions } from '../../../support/simulator/simulate-walk.ts'
import { makeTrail, TRAIL_SHAPES } from '../../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../../support/simulator/rotating-seed.ts'

const seed = rotatingSeed()

const walkAndCompare = (
  line: readonly Position[],
  options: Omit<WalkOptions, 'seed'>,
): Comparison => {
  const { fixes } = simulateWalk(line, { seed, ...options })
  return compareWithTrail(deriveTrack(fixes), line)
}

describe.each(TRAIL_SHAPES)('a %s', (shape) => {
  const { line, symmetric } = makeTrail(shape, seed, 5000)

  it.each(['open', 'mixed', 'forest'] as const)(
    'walked whole in %s noise is covered',
    (environment) => {
      const comparison = walkAndCompare(line, { environment, stops: 2 })
      expect(comparison.coverage).toBeGreaterThan(0.97)
      expect(comparison.direction).toBe(symmetric ? 0 : 1)
      expect(comparison.shortcuts).toEqual([])
    },
  )

  it('walked backwards is seen to be, except where that is the same walk', () => {
    const comparison = walkAndCompare(line, { direction: -1 })
    expect(comparison.direction).toBe(symmetric ? 0 : -1)
    expect(comparison.coverage).toBeGreaterThan(0.97)
  })

  it('walked for its first 40 % is covered there and nowhere else', () => {
    const comparison = walkAndCompare(line, { distanceM: 2000 })
    const [from, to] = comparison.covered[0]!
    expect(comparison.coveredM).toBeGreaterThan(1900)
    expect(comparison.coveredM).toBeLessThan(2100)
    expect(from).toBeLessThan(50)
    expect(to).toBeGreaterThan(1900)
  })
})

describe('episodes of a walk', () => {
  const { line } = makeTrail('linear', seed, 6000)

  it('finds a detour where it was, and how far it went', () => {
    const { detours, shortcuts } = walkAndCompare(line, {
      departures: [{ kind: 'detour', atM: 2000, spanM: 200, lateralM: 70 }],
    })
    expect(shortcuts).toEqual([])
    expect(detours).toHaveLength(1)
    const { intervalM, maxOffsetM, lengthM, at } = detours[0]!
    expect(intervalM[0]).toBeGreaterThan(1930)
    expect(intervalM[1]).toBeLessThan(2280)
    expect(maxOffsetM).toBeGreaterThan(50)
    expect(lengthM).toBeGreaterThan(120)
    expect(at.length).toBeGreaterThan(2)
  })

  it('takes a bow of 12 m for noise, not for a detour', () => {
    const { detours, coverage } = walkAndCompare(line, {
      departures: [{ kind: 'detour', atM: 2000, spanM: 200, lateralM: 12 }],
    })
    expect(detours).toEqual([])
    expect(coverage).toBeGreaterThan(0.97)
  })

  it('finds a look at a chapel 80 m off the trail', () => {
    const { detours, coverage } = walkAndCompare(line, {
      departures: [{ kind: 'excursion', atM: 3000, spanM: 0, lateralM: 80 }],
    })
    expect(detours).toHaveLength(1)
    expect(coverage).toBeGreaterThan(0.97)
  })

  it('finds the shortcut across the hairpins of a switchback', () => {
    const zigzag = makeTrail('switchbacks', seed, 6000)
    const { shortcuts } = walkAndCompare(zigzag.line, {
      environment: 'open',
      departures: [{ kind: 'shortcut', atM: 2200, spanM: 600, lateralM: 0 }],
    })
    const skippedM = shortcuts.reduce((sum, { intervalM }) => sum + intervalM[1] - intervalM[0], 0)
    expect(skippedM).toBeGreaterThan(300)
  })

  it('tells a hole in the recording from a detour, and does not cover it [P03]', () => {
    const { fixes, truth } = simulateWalk(line, { seed, gaps: 1 })
    const comparison = compareWithTrail(deriveTrack(fixes), line)
    const [from, to] = truth.gaps[0]!
    expect(comparison.gaps).toHaveLength(1)
    expect(comparison.gaps[0]![0]).toBeGreaterThan(from - 40)
    expect(comparison.gaps[0]![1]).toBeLessThan(to + 40)
    expect(comparison.coveredM).toBeLessThan(comparison.trailLengthM - (to - from) + 60)
    expect(comparison.detours).toEqual([])
  })

  it('sees a walk that keeps 24 m beside the line for 800 m', () => {
    const row = (north: number): Position[] =>
      Array.from({ length: 201 }, (_, k) => [-0.6 + k * 1e-4, 43.7 + north / 111_120])
    const { fixes } = simulateWalk(row(24), {
      seed,
      environment: 'open',
      startM: 300,
      distanceM: 800,
    })
    const { deviations, detours } = compareWithTrail(deriveTrack(fixes), row(0))
    const asideM = [...deviations, ...detours].reduce((sum, { lengthM }) => sum + lengthM, 0)
    expect(asideM).toBeGreaterThan(200)
    const { fixes: on } = simulateWalk(row(0), { seed, environment: 'open' })
    expect(compareWithTrail(deriveTrack(on), row(0))).toMatchObject({ deviations: [], detours: [] })
  })
})

describe('a loop', () => {
  const { line } = makeTrail('loop', seed, 5000)

  it('may be begun anywhere', () => {
    const comparison = walkAndCompare(line, { startM: 2300, distanceM: 0.98 * lineLengthM(line) })
    expect(comparison.coverage).toBeGreaterThan(0.96)
    expect(comparison.direction).toBe(1)
    expect(comparison.detours).toEqual([])
  })

  it('has its seam covered by a short walk across it', () => {
    const comparison = walkAndCompare(line, {
      startM: lineLengthM(line) - 300,
      distanceM: 600,
    })
    expect(comparison.covered).toHaveLength(2)
    expect(comparison.coveredM).toBeGreaterThan(550)
    expect(comparison.coveredM).toBeLessThan(680)
  })
})

describe('odd tracks and trails', () => {
  const { line } = makeTrail('linear', seed, 2000)
  const drawn: Track = {
    segments: [line.filter((_, i) => i % 25 === 0).map(([lon, lat]) => ({ lon: lon!, lat: lat! }))],
    gaps: [],
    recorded: false,
  }

  it('densifies a drawn line whose vertices are 100 m apart', () => {
    expect(compareWithTrail(drawn, line).coverage).toBeGreaterThan(0.95)
  })

  it('covers nothing of a trail elsewhere, nor of one without length', () => {
    const away = line.map(([lon, lat]): Position => [lon! + 1, lat!])
    expect(compareWithTrail(drawn, away)).toMatchObject({ coverage: 0, covered: [], direction: 0 })
    expect(
      compareWithTrail(drawn, [
        [0, 0],
        [0, 0],
      ]),
    ).toMatchObject({ trailLengthM: 0, coverage: 0 })
    expect(compareWithTrail(drawn, [])).toMatchObject({ coverage: 0 })
  })

  it('accepts a track without fixes', () => {
    const empty = { segments: [], gaps: [], recorded: true }
    expect(compareWithTrail(empty, line)).toMatchObject({ coverage: 0, detours: [], gaps: [] })
  })

  it('gives the same bytes twice', () => {
    const { fixes } = simulateWalk(line, { seed, environment: 'forest' })
    const once = JSON.stringify(compareWithTrail(deriveTrack(fixes), line))
    expect(JSON.stringify(compareWithTrail(deriveTrack(structuredClone(fixes)), line))).toBe(once)
  })
})
