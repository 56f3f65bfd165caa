import fc from 'fast-check'
import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { checkWalks } from '../../../src/domain/checks/check-walks.ts'
import { consensusOfTracks } from '../../../src/domain/consensus/consensus-of-tracks.ts'
import { lineLengthM } from '../../../src/domain/geo/chainage.ts'
import { collapseStops } from '../../../src/domain/geo/clean/collapse-stops.ts'
import { climbOfTrack } from '../../../src/domain/geo/climb/climb.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import type { Fix } from '../../../src/domain/geo/fix.ts'
import { compareWithTrail } from '../../../src/domain/geo/match/compare-with-trail.ts'
import { movingTime } from '../../../src/domain/geo/moving-time.ts'

const lon = fc.double({ min: -180, max: 180, noNaN: true })
const lat = fc.double({ min: -90, max: 90, noNaN: true })
const near = fc.double({ min: -0.002, max: 0.002, noNaN: true })
const anywhere = fc.tuple(lon, lat)
const somewhere = fc.tuple(near, near).map(([x, y]): [number, number] => [x - 0.6, y + 43.7])
const place = fc.oneof({ weight: 5, arbitrary: somewhere }, { weight: 1, arbitrary: anywhere })
const fix = fc
  .tuple(
    place,
    fc.option(fc.integer({ min: 0, max: 1e6 })),
    fc.option(fc.integer({ min: -500, max: 9000 })),
  )
  .map(([[x, y], second, eleM]): Fix => ({
    lon: x,
    lat: y,
    ...(second === null ? {} : { atMs: 1e12 + second * 1000 }),
    ...(eleM === null ? {} : { eleM }),
  }))
const fixes = fc.array(fix, { maxLength: 60 })
const line = fc.array(place, { maxLength: 20 })

const isSound = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isSound)
  if (value && typeof value === 'object') return Object.values(value).every(isSound)
  return true
}

describe('any fixes and any line', () => {
  it('[P30] give finite figures and never an exception', () => {
    fc.assert(
      fc.property(fixes, line, (given, positions) => {
        const track = deriveTrack(given)
        const comparison = compareWithTrail(track, positions)
        expect(isSound(comparison)).toBe(true)
        expect(comparison.coverage).toBeGreaterThanOrEqual(0)
        expect(comparison.coverage).toBeLessThanOrEqual(1)
        expect(isSound(climbOfTrack(track))).toBe(true)
        expect(isSound(movingTime(track))).toBe(true)
        expect(isSound(track.segments.map(collapseStops))).toBe(true)
        expect(isSound(lineLengthM(positions))).toBe(true)
      }),
      { numRuns: 80 },
    )
  })

  it('[P30] give a consensus or a refusal', () => {
    fc.assert(
      fc.property(fc.array(fixes, { maxLength: 4 }), line, (list, positions) => {
        const tracks = list.map((given, k) => ({ id: `t${k}`, track: deriveTrack(given) }))
        const consensus = consensusOfTracks(tracks)
        expect(isSound(consensus)).toBe(true)
        expect(consensus.used.length + consensus.refused.length).toBe(tracks.length)
        expect(isSound(checkWalks({ line: positions, walks: tracks }))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('[P30] take a line around the world in their stride', () => {
    const world: Position[] = [
      [-179, -60],
      [0, 60],
      [179, -60],
    ]
    const drawn = deriveTrack(world.map(([x, y]) => ({ lon: x!, lat: y! })))
    expect(compareWithTrail(drawn, world).trailLengthM).toBeGreaterThan(1e7)
  })

  it('[P30] take ten thousand fixes in one place', () => {
    const still = Array.from({ length: 10_000 }, (_, k) => ({
      lon: 0,
      lat: 44,
      atMs: 1e12 + k * 1000,
    }))
    const track = deriveTrack(still)
    expect(movingTime(track)).toMatchObject({ elapsedS: 9999, movingS: 0 })
    expect(
      compareWithTrail(track, [
        [0, 44],
        [0.01, 44],
      ]).coverage,
    ).toBeLessThan(0.05)
    expect(track.segments.flatMap(collapseStops).length).toBeLessThan(5)
  })
})
