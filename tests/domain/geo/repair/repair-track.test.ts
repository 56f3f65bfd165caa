import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveTrack, GAP_M, GAP_S } from '../../../../src/domain/geo/derive-track.ts'
import type { TimedFix } from '../../../../src/domain/geo/fix-clock.ts'
import type { Fix, GapMarker } from '../../../../src/domain/geo/fix.ts'
import { distanceM } from '../../../../src/domain/geo/plane.ts'
import { repairTrack, type Repair } from '../../../../src/domain/geo/repair/repair-track.ts'

const START_MS = Date.UTC(2026, 4, 12, 8)
const METRE = 1 / 111_120
/** Walks north at 1.2 m/s from second `from` to second `to`, one fix a second, `besideM` to the east. */
const walked = (from: number, to: number, besideM = 0): (TimedFix & { atMs: number })[] =>
  Array.from({ length: to - from }, (_, i) => ({
    lon: (besideM * METRE) / Math.cos((44 * Math.PI) / 180),
    lat: 44 + (from + i) * 1.2 * METRE,
    atMs: START_MS + (from + i) * 1_000,
  }))
const watch = (fixes: readonly Fix[], clockOffsetMs = 0, gaps: GapMarker[] = []): Repair => ({
  by: { name: 'Garmin fēnix', format: 'fit' },
  clockOffsetMs,
  fixes,
  gaps,
})

describe('a hole filled by another recorder', () => {
  const markers: GapMarker[] = [{ reason: 'hidden', afterIndex: 99 }]
  const track = deriveTrack([...walked(0, 100), ...walked(700, 800)], markers)

  it('[P05] is segments of its own, with its source named; the fixes on both sides are untouched', () => {
    const mended = repairTrack(track, [watch(walked(0, 800, 8))])
    expect(mended.segments.map((segment) => segment.length)).toEqual([100, 600, 100])
    expect(mended.segments[0]).toEqual(track.segments[0])
    expect(mended.segments[2]).toEqual(track.segments[1])
    expect(mended.gaps.map(({ reason }) => reason)).toEqual(['source', 'source'])
    const [hole] = mended.filled!
    expect(hole).toMatchObject({
      reason: 'hidden',
      by: { name: 'Garmin fēnix' },
      firstSegment: 1,
      lastSegment: 1,
      filledS: 599,
    })
    expect(hole!.lengthM).toBeCloseTo(719, -1)
  })

  it('[P05] keeps what is still open with its own reason', () => {
    const mended = repairTrack(track, [watch(walked(200, 500))])
    expect(mended.gaps.map(({ reason }) => reason)).toEqual(['hidden', 'hidden'])
    expect(mended.filled![0]).toMatchObject({ filledS: 299 })
  })

  it('[P05] two recorders fill one hole between them, each under its name', () => {
    const second = { ...watch(walked(400, 700)), by: { name: 'Suunto', format: 'gpx' } }
    const mended = repairTrack(track, [watch(walked(100, 400)), second])
    expect(mended.segments.map((segment) => segment.length)).toEqual([100, 300, 300, 100])
    expect(mended.filled!.map(({ by, firstSegment }) => [by.name, firstSegment])).toEqual([
      ['Garmin fēnix', 1],
      ['Suunto', 2],
    ])
    expect(mended.gaps.every(({ reason }) => reason === 'source')).toBe(true)
  })

  it('[P05] is left as it is when the other recorder was elsewhere, or had no times', () => {
    expect(repairTrack(track, [watch(walked(0, 800, 3_000))])).toBe(track)
    const drawn = walked(0, 800).map(({ lon, lat }) => ({ lon, lat }))
    expect(repairTrack(track, [watch(drawn)])).toBe(track)
    expect(repairTrack(track, [])).toBe(track)
  })

  it('[P03] [P05] draws nothing that neither recorder walked', () => {
    const stretch = fc
      .record({ skipS: fc.integer({ min: 1, max: 240 }), walkS: fc.integer({ min: 2, max: 90 }) })
      .map(({ skipS, walkS }) => [skipS, walkS] as const)
    const stretches = fc.array(stretch, { minLength: 1, maxLength: 6 })
    const recorder = (list: readonly (readonly [number, number])[], besideM: number) => {
      let at = 0
      return list.flatMap(([skipS, walkS]) => {
        at += skipS + walkS
        return walked(at - walkS, at, besideM)
      })
    }
    fc.assert(
      fc.property(stretches, stretches, fc.integer({ min: 1, max: 40 }), (mine, theirs, beside) => {
        const own = recorder(mine, 0)
        const other = recorder(theirs, beside)
        const mended = repairTrack(deriveTrack(own), [watch(other)])
        expect(mended.gaps).toHaveLength(Math.max(0, mended.segments.length - 1))
        const nextOf = new Map<string, string>()
        for (const list of [own, other])
          list
            .slice(1)
            .forEach((fix, i) => nextOf.set(`${list[i]!.atMs} ${list[i]!.lon}`, key(fix)))
        for (const segment of mended.segments) {
          segment.slice(1).forEach((fix, i) => {
            const before = segment[i]!
            // Both ends are neighbours in one and the same recording, and no hole lies between them.
            expect(nextOf.get(key(before))).toBe(key(fix))
            expect(fix.atMs! - before.atMs!).toBeLessThanOrEqual(GAP_S * 1_000)
            expect(distanceM([before.lon, before.lat], [fix.lon, fix.lat])).toBeLessThan(GAP_M)
          })
        }
        // Every fix of the phone's own track is still there, in order.
        const ownKept = mended.segments.flat().filter(({ lon }) => lon === 0)
        expect(ownKept).toEqual(deriveTrack(own).segments.flat())
      }),
    )
    function key({ atMs, lon }: Fix): string {
      return `${atMs} ${lon}`
    }
  })
})
