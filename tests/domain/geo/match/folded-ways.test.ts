import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { deriveTrack } from '../../../../src/domain/geo/derive-track.ts'
import type { Comparison } from '../../../../src/domain/geo/comparison.ts'
import { compareWithTrail } from '../../../../src/domain/geo/match/compare-with-trail.ts'
import { buildTrailModel } from '../../../../src/domain/geo/match/trail-model.ts'
import { mixSeed } from '../../../support/simulator/random.ts'
import { recordReference } from '../../../support/simulator/recorded-reference.ts'
import { rotatingSeed } from '../../../support/simulator/rotating-seed.ts'
import { simulateWalk, type WalkOptions } from '../../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../../support/simulator/trail-shapes.ts'

const base = rotatingSeed()
const seeds = [1, 2, 3].map((k) => mixSeed(base, k))

/** A walk of the true trail, held against what somebody else recorded there. */
function walkOnRecorded(
  shape: 'out-and-back' | 'lollipop',
  seed: number,
  options: Partial<WalkOptions>,
): Comparison {
  const { line } = makeTrail(shape, seed, 5000)
  const reference = recordReference(line, { seed, environment: 'mixed' })
  const { fixes } = simulateWalk(line, { seed: mixSeed(seed, 3), ...options })
  return compareWithTrail(deriveTrack(fixes), reference)
}

describe.each(seeds)(
  '[P31] a trail folded on itself, as somebody recorded it (seed %i)',
  (seed) => {
    it.each([
      ['out-and-back', 'open', 0.98],
      ['out-and-back', 'mixed', 0.98],
      ['out-and-back', 'forest', 0.95],
      ['lollipop', 'mixed', 0.98],
      ['lollipop', 'forest', 0.95],
    ] as const)('walked whole, %s in %s noise, is covered', (shape, environment, atLeast) => {
      for (const direction of [1, -1] as const) {
        const whole = walkOnRecorded(shape, seed, { environment, direction })
        expect(whole.coverage).toBeGreaterThanOrEqual(atLeast)
        expect(whole.direction).toBe(shape === 'lollipop' ? direction : 0)
        expect(whole.detours).toEqual([])
      }
    })

    it('out to the end and lifted home is half of it', () => {
      const { coverage } = walkOnRecorded('out-and-back', seed, { distanceM: 2500 })
      expect(coverage).toBeGreaterThan(0.45)
      expect(coverage).toBeLessThan(0.55)
    })

    it('turned back half-way is half of it', () => {
      const { line } = makeTrail('out-and-back', seed, 5000)
      const reference = recordReference(line, { seed, environment: 'mixed' })
      const out = line.slice(0, Math.round(line.length / 4))
      const { fixes } = simulateWalk([...out, ...[...out].reverse()], { seed: mixSeed(seed, 3) })
      const { coverage } = compareWithTrail(deriveTrack(fixes), reference)
      expect(coverage).toBeGreaterThan(0.45)
      expect(coverage).toBeLessThan(0.55)
    })
  },
)

/** 4 km out and back, the way back `apartM` beside the way out. */
function banks(apartM: number): Position[] {
  const place = (k: number, north: number): Position => [-0.6 + k * 1e-4, 43.7 + north / 111_120]
  const out = Array.from({ length: 250 }, (_, k) => place(k, 30 * Math.sin(k / 20)))
  const back = Array.from({ length: 250 }, (_, k) => place(k, apartM + 30 * Math.sin(k / 20)))
  return [...out, ...back.reverse()]
}

describe('[P31] legs beside each other', () => {
  it.each([0, 6, 10, 15, 20])('%i m apart are one way with two passages', (apartM) => {
    const line = banks(apartM)
    const { fixes } = simulateWalk(banks(0), { seed: base, environment: 'open' })
    expect(compareWithTrail(deriveTrack(fixes), line).coverage).toBeGreaterThan(0.98)
  })

  it.each(['open', 'mixed'] as const)('40 m apart are two ways, in %s noise', (environment) => {
    const line = recordReference(banks(40), { seed: base, environment })
    const bank = banks(0)
    const { fixes } = simulateWalk(bank, { seed: base, environment })
    const { coverage } = compareWithTrail(deriveTrack(fixes), line)
    expect(coverage).toBeGreaterThan(0.45)
    expect(coverage).toBeLessThan(0.55)
  })

  it.each([
    [15, 0],
    [30, 1],
    [55, 1],
  ])('bulging %i m over 150 m are told once, and not walked there: %i', (bulgeM, deviations) => {
    const line = banks(0).map(([lon, lat], k): Position => {
      const share = (k - 120) / 19
      const aside = share > 0 && share < 1 ? bulgeM * Math.sin(Math.PI * share) : 0
      return [lon!, lat! + aside / 111_120]
    })
    const { fixes } = simulateWalk(banks(0), { seed: base, environment: 'open' })
    const comparison = compareWithTrail(deriveTrack(fixes), line)
    expect(comparison.deviations).toHaveLength(deviations)
    expect(comparison.coverage).toBeGreaterThan(0.955)
    if (deviations > 0) expect(comparison.coverage).toBeLessThan(0.985)
    else expect(comparison.coverage).toBeGreaterThan(0.985)
    const walkedWhole = simulateWalk(line, { seed: base, environment: 'open' })
    const whole = compareWithTrail(deriveTrack(walkedWhole.fixes), line)
    expect(whole.deviations).toEqual([])
    expect(whole.coverage).toBeGreaterThan(0.985)
  })

  it('are not folded where they are the hairpins of a climb', () => {
    for (const seed of seeds) {
      expect(buildTrailModel(makeTrail('switchbacks', seed, 6000).line).folds.twins).toHaveLength(0)
    }
  })
})
