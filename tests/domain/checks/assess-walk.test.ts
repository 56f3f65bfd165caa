import { bboxPolygon } from '@turf/turf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessWalk } from '../../../src/domain/checks/assess-walk.ts'
import { checkTrail } from '../../../src/domain/checks/check-trail.ts'
import { RULES } from '../../../src/domain/checks/thresholds.ts'
import type { Track } from '../../../src/domain/geo/fix.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { place, positions, straight } from './cases/check-case.ts'

const NOTHING: Track = { segments: [], gaps: [], recorded: false }

function walkOn(seed: number, options: Parameters<typeof simulateWalk>[1]) {
  const { line } = makeTrail('loop', seed)
  const { fixes, truth } = simulateWalk(line, options)
  return { line, truth, track: deriveTrack(fixes) }
}

describe('assessWalk', () => {
  it('gives figures with method and uncertainty that hold against what really happened', () => {
    const { line, truth, track } = walkOn(11, { seed: 11, stops: 3, stopS: [120, 400] })
    const { lengthM, movingS, elapsedS, comparison, rules } = assessWalk(track, { line })
    expect(rules).toBe(RULES)
    expect(comparison!.coverage).toBeGreaterThan(0.97)
    expect(Math.abs(lengthM.value - truth.distanceM) / truth.distanceM).toBeLessThan(0.02)
    expect(Math.abs(movingS.value - truth.movingS) / truth.movingS).toBeLessThan(0.03)
    expect(Math.abs(elapsedS - truth.elapsedS)).toBeLessThan(10)
    for (const figure of [lengthM, movingS]) {
      expect(figure.uncertainty).toBeGreaterThan(0)
      expect(figure.method).not.toBe('')
    }
  })

  it('measures a walk without a trail within a tenth, whatever its pauses', () => {
    const { truth, track } = walkOn(12, { seed: 12, stops: 3, stopS: [120, 400] })
    const { lengthM, comparison } = assessWalk(track, null)
    expect(comparison).toBeNull()
    expect(Math.abs(lengthM.value - truth.distanceM) / truth.distanceM).toBeLessThan(0.1)
  })

  it('says the same again, byte for byte, and leaves the fixes as they were', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const { line, track } = walkOn(seed, { seed, stops: 1, gaps: 1, spikeShare: 0.002 })
        const before = JSON.stringify(track)
        const first = JSON.stringify(assessWalk(track, { line }))
        expect(JSON.stringify(assessWalk(track, { line }))).toBe(first)
        expect(JSON.stringify(track)).toBe(before)
        const copy = JSON.parse(before) as Track
        expect(JSON.stringify(assessWalk(copy, { line }))).toBe(first)
      }),
      { numRuns: 5 },
    )
  })

  it('speaks of the walk, not of the line', () => {
    const { line, track } = walkOn(13, { seed: 13 })
    const { findings } = assessWalk(track, { line })
    expect(findings.some(({ check }) => check === 'CMP-01')).toBe(true)
    for (const { check } of findings) expect(check).toMatch(/^(GEO-14|TIM-|ACC-|CMP-)/)
  })

  it('takes nothing, one fix, or a trail without length, and does not fail', () => {
    const one: Track = { ...NOTHING, segments: [[{ lon: -0.6, lat: 43.7, atMs: 0 }]] }
    const dot = [
      [-0.6, 43.7],
      [-0.6, 43.7],
    ]
    for (const track of [NOTHING, one]) {
      for (const trail of [null, { line: [] }, { line: dot }, { line: positions(straight(500)) }]) {
        const { lengthM, elapsedS, ascentM } = assessWalk(track, trail)
        expect([lengthM.value, elapsedS, ascentM]).toEqual([0, 0, null])
      }
    }
  })
})

describe('checkTrail', () => {
  it.each([
    ['no geometry', { type: 'Point', coordinates: null }],
    ['words for coordinates', { type: 'LineString', coordinates: ['a', 'b'] }],
    ['holes', { type: 'LineString', coordinates: [[1], [null, 2], [NaN, NaN]] }],
    ['one place', { type: 'LineString', coordinates: [[-0.6, 43.7]] }],
  ])('refuses %s as an error, and does not fail', (_, geometry) => {
    const errors = checkTrail({ geometry }).filter(({ severity }) => severity === 'error')
    expect(errors.map(({ check }) => check).join()).toMatch(/^GEO-0[12]/)
  })

  it('brings together the line, its neighbours and its places', () => {
    const line = positions(straight(2000))
    const findings = checkTrail({
      geometry: { type: 'LineString', coordinates: line },
      territory: bboxPolygon([2, 48, 3, 49]).geometry,
      otherTrails: [{ id: 'double', name: 'Le même', positions: line }],
      places: [{ id: 'lavoir', position: place([500, 200]) }],
    })
    const checks = findings.map(({ check }) => check)
    expect(checks).toEqual(['GEO-02', 'GEO-05', 'GEO-18', 'ELE-01', 'POI-01'])
    expect(findings[2]!.params).toMatchObject({ trail: 'Le même', trailId: 'double' })
  })
})
