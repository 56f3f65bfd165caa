import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveTrack, GAP_M, GAP_S } from '../../../src/domain/geo/derive-track.ts'
import type { TimedFix } from '../../../src/domain/geo/fix-clock.ts'
import { distanceM } from '../../../src/domain/geo/plane.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'

const seed = rotatingSeed()
const START_MS = Date.UTC(2026, 4, 3, 8)
const METRE_LAT = 1 / 111_120

/** Walks north at 1.2 m/s, one fix a second. */
const walk = (seconds: number, from = 0): TimedFix[] =>
  Array.from({ length: seconds }, (_, s) => ({
    lon: 0,
    lat: 44 + (from + s) * 1.2 * METRE_LAT,
    atMs: START_MS + (from + s) * 1000,
    accuracyM: 5,
  }))

describe('a track derived from fixes', () => {
  it('[P03] never joins two fixes across a gap of more than 30 s or 100 m', () => {
    const step = fc.record({
      dtS: fc.integer({ min: -3, max: 90 }),
      dLat: fc.double({ min: -0.002, max: 0.002, noNaN: true }),
      dLon: fc.double({ min: -0.002, max: 0.002, noNaN: true }),
      accuracyM: fc.option(fc.double({ min: 1, max: 120, noNaN: true }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        let [lon, lat, atMs] = [0, 44, START_MS]
        const fixes = steps.map(({ dtS, dLat, dLon, accuracyM }) => {
          lon += dLon
          lat += dLat
          atMs += dtS * 1000
          return { lon, lat, atMs, ...(accuracyM === undefined ? {} : { accuracyM }) }
        })
        const track = deriveTrack(fixes)
        expect(track.gaps).toHaveLength(Math.max(0, track.segments.length - 1))
        for (const segment of track.segments) {
          segment.slice(1).forEach((fix, i) => {
            const before = segment[i]!
            expect(fix.atMs! - before.atMs!).toBeLessThanOrEqual(GAP_S * 1000)
            expect(fix.atMs!).toBeGreaterThanOrEqual(before.atMs!)
            expect(distanceM([before.lon, before.lat], [fix.lon, fix.lat])).toBeLessThanOrEqual(
              GAP_M,
            )
          })
        }
      }),
    )
  })

  it('never alters nor invents a fix', () => {
    const { line } = makeTrail('loop', seed, 3000)
    const { fixes } = simulateWalk(line, { seed, environment: 'forest', spikeShare: 0.01, gaps: 2 })
    const copy = structuredClone(fixes)
    const kept = deriveTrack(fixes).segments.flat()
    expect(fixes).toEqual(copy)
    const given = new Set(fixes)
    expect(kept.every((fix) => given.has(fix))).toBe(true)
  })

  it('leaves out the spikes and keeps the walk', () => {
    const { line } = makeTrail('linear', seed, 3000)
    const { fixes, truth } = simulateWalk(line, { seed, environment: 'open', spikeShare: 0.01 })
    const kept = new Set(deriveTrack(fixes).segments.flat())
    const spikes = fixes.filter((_, i) => truth.fixes[i]!.spike)
    const good = fixes.filter((_, i) => !truth.fixes[i]!.spike)
    expect(spikes.length).toBeGreaterThan(5)
    expect(spikes.filter((fix) => kept.has(fix))).toEqual([])
    expect(good.filter((fix) => !kept.has(fix)).length).toBeLessThan(0.005 * good.length)
  })

  it('believes a leap when the next fixes go on from it, as a jump', () => {
    const far = walk(60, 100).map((fix) => ({ ...fix, lat: fix.lat + 400 * METRE_LAT }))
    const near = far.map((fix, i) => ({ ...fix, atMs: START_MS + (60 + i) * 1000 }))
    const { segments, gaps } = deriveTrack([...walk(60), ...near])
    expect(segments.map((segment) => segment.length)).toEqual([60, 60])
    expect(gaps.map(({ reason }) => reason)).toEqual(['jump'])
  })

  it('gives a hole the reason its recorder knew, and `signal-lost` when nobody knew', () => {
    const fixes = [...walk(60), ...walk(60, 120), ...walk(60, 240)]
    const { gaps } = deriveTrack(fixes, [{ reason: 'paused', afterIndex: 59 }])
    expect(gaps.map(({ reason }) => reason)).toEqual(['paused', 'signal-lost'])
    expect(gaps[0]).toMatchObject({ fromAtMs: fixes[59]!.atMs, toAtMs: fixes[60]!.atMs })
  })

  it('a hole of exactly 30 s is none', () => {
    const still = (atS: number): TimedFix => ({ lon: 0, lat: 44, atMs: START_MS + atS * 1000 })
    expect(deriveTrack([still(0), still(30)]).segments).toHaveLength(1)
    expect(deriveTrack([still(0), still(31)]).segments).toHaveLength(2)
  })

  it('[P14] a clock set back by years loses no fix and no order', () => {
    const later = walk(60, 60).map((fix) => ({ ...fix, atMs: fix.atMs! - 10 * 365 * 86_400_000 }))
    const { segments, gaps } = deriveTrack([...walk(60), ...later])
    expect(segments.map((segment) => segment.length)).toEqual([60, 60])
    expect(gaps.map(({ reason }) => reason)).toEqual(['clock'])
  })

  it('[P14] with a monotonic clock a wrong wall clock is not even a gap', () => {
    const fixes = walk(120).map((fix, i) => ({
      ...fix,
      atMs: i < 60 ? fix.atMs! : fix.atMs! - 86_400_000,
      monotonicMs: i * 1000,
    }))
    expect(deriveTrack(fixes).segments.map((segment) => segment.length)).toEqual([120])
  })

  it('[P14] dates and durations are those of the clock as it was set in the end', () => {
    const fixes = walk(120).map((fix, i) => ({
      ...fix,
      atMs: i < 60 ? fix.atMs! - 86_400_000 : fix.atMs!,
      monotonicMs: i * 1000,
    }))
    const kept = deriveTrack(fixes).segments.flat()
    expect(kept.map(({ atMs }) => atMs)).toEqual(walk(120).map(({ atMs }) => atMs))
  })

  it('[P14] positions that waited while the phone slept all count, at their own instants', () => {
    const asleep = (i: number): boolean => i >= 100 && i < 300
    const fixes = walk(400).map((fix, i) => ({
      ...fix,
      monotonicMs: asleep(i) ? 300_000 + i : i * 1000,
    }))
    const markers = [{ reason: 'hidden' as const, afterIndex: 99 }]
    const { segments, gaps } = deriveTrack(fixes, markers)
    expect(segments.map((segment) => segment.length)).toEqual([400])
    expect(gaps).toEqual([])
  })

  it('[P14] a first position remembered from two days before does not start the walk', () => {
    const old = { lon: 2, lat: 48, atMs: START_MS - 2 * 86_400_000, accuracyM: 4 }
    const heard = walk(60).map((fix, i) => ({ ...fix, monotonicMs: 1000 + 1000 * i }))
    const { segments, gaps } = deriveTrack([{ ...old, monotonicMs: 0 }, ...heard])
    expect(segments.map((segment) => segment.length)).toEqual([60])
    expect(gaps).toEqual([])
    expect(deriveTrack([old, ...walk(60)]).segments.flat()[0]!.atMs).toBe(START_MS)
  })

  it('a stretch that a service plays again is kept once', () => {
    const fixes = walk(200)
    const again = [...fixes.slice(0, 120), ...fixes.slice(60, 120), ...fixes.slice(120)]
    expect(deriveTrack(again).segments).toEqual([fixes])
  })

  it('drops a fix that comes late, and the same fix twice', () => {
    const fixes = walk(20)
    const late = { ...fixes[5]!, lat: 44.0001 }
    const { segments } = deriveTrack([...fixes.slice(0, 10), late, fixes[9]!, ...fixes.slice(10)])
    expect(segments.flat()).toEqual(fixes)
  })

  it('uses poor accuracy only where nothing better is near, and useless accuracy never', () => {
    const fixes = walk(40).map((fix, i) =>
      i === 20 ? { ...fix, accuracyM: 40 } : i === 30 ? { ...fix, accuracyM: 60 } : fix,
    )
    expect(deriveTrack(fixes).segments.flat()).toHaveLength(38)
    const poor = walk(20).map((fix) => ({ ...fix, accuracyM: 40 }))
    expect(deriveTrack(poor).segments.flat()).toHaveLength(20)
  })

  it('lets a cold start give way to a far better fix', () => {
    const fixes = walk(20).map((fix, i) => (i < 2 ? { ...fix, accuracyM: 20 } : fix))
    expect(deriveTrack(fixes).segments.flat()).toEqual(fixes.slice(2))
  })

  it('takes fixes without any time for a drawn line, and cuts it only at its markers', () => {
    const drawn = [0, 1, 2, 3].map((k) => ({ lon: 0, lat: 44 + k * 0.01 }))
    const track = deriveTrack(drawn, [{ reason: 'file', afterIndex: 1 }])
    expect(track.recorded).toBe(false)
    expect(track.segments.map((segment) => segment.length)).toEqual([2, 2])
  })

  it('of nothing is nothing', () => {
    expect(deriveTrack([])).toEqual({ segments: [], gaps: [], recorded: false })
  })
})
