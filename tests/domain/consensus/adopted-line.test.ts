import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { checkTrail } from '../../../src/domain/checks/check-trail.ts'
import { checkWalks } from '../../../src/domain/checks/check-walks.ts'
import { adoptedLine, saysOtherwise } from '../../../src/domain/consensus/adopted-line.ts'
import type { ConsensusTrack } from '../../../src/domain/consensus/consensus-track.ts'
import { consensusOfTracks } from '../../../src/domain/consensus/consensus-of-tracks.ts'
import { measureLine } from '../../../src/domain/geo/chainage.ts'
import { toPlane } from '../../../src/domain/geo/plane.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'
import { simulateWalk, type WalkOptions } from '../../support/simulator/simulate-walk.ts'
import { makeTerrain } from '../../support/simulator/terrain.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'

const seed = rotatingSeed()
const { line } = makeTrail('lollipop', seed, 3000)
const terrain = makeTerrain('flat', false, seed)
const { plane } = measureLine(line)
/** The line in force has the heights of the ground; the walkers' receivers are some 50 m higher. */
const inForce = line.map(([lon, lat]): Position => {
  const { x, y } = toPlane(plane, lon!, lat!)
  return [lon!, lat!, Math.round(10 * terrain(x, y)) / 10]
})
const flat = (positions: readonly Position[]): Position[] =>
  positions.map(([lon, lat]) => [lon!, lat!])
/** The same line, drawn 12 m beside the trail. */
const beside = inForce.map(([lon, lat, z]): Position => [lon! + 1.5e-4, lat!, z!])

/** Of receivers without altitudes. */
const bareWalks = (count: number): ConsensusTrack[] =>
  walks(count).map(({ id, track }) => ({
    id,
    track: {
      ...track,
      segments: track.segments.map((fixes) => fixes.map(({ eleM: _, ...fix }) => fix)),
    },
  }))

const walks = (count: number, options: Partial<WalkOptions> = {}): ConsensusTrack[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `w${n}`,
    track: deriveTrack(
      simulateWalk(line, {
        seed: seed * 10 + n,
        altimeter: 'barometer',
        terrain,
        geoidM: 49,
        startAtMs: Date.UTC(2026, 2, 1 + n, 9),
        ...options,
      }).fixes,
    ),
  }))

describe('a consensus that becomes the line', () => {
  const tracks = walks(5)
  const found = checkWalks({ walks: tracks, line: beside })
  const adopted = adoptedLine(found.consensus.line!, beside)

  it('[P25] brings its altitudes along, on the level of the line that was in force', () => {
    const misses = adopted.map(([lon, lat, z]) => {
      const { x, y } = toPlane(plane, lon!, lat!)
      return Math.abs(z! - terrain(x, y))
    })
    expect(misses).toHaveLength(found.consensus.line!.coordinates.length)
    expect(Math.max(...misses)).toBeLessThan(8)
  })

  it('has those of the receivers where the line in force has none, and none where nobody has', () => {
    const own = adoptedLine(found.consensus.line!, flat(beside))
    const { altitudeM } = found.consensus.line!
    own.forEach(([, , z], i) => expect(z).toBeCloseTo(altitudeM![i]!, 0))
    const bare = consensusOfTracks(bareWalks(3)).line!
    expect(adoptedLine(bare, flat(beside)).every((at) => at.length === 2)).toBe(true)
    expect(adoptedLine(bare, beside).every((at) => at.length === 3)).toBe(true)
  })

  it('is another line once, and not again when it was adopted', () => {
    expect(saysOtherwise(found.consensus.line!, beside)).toBe(true)
    const again = checkWalks({ walks: tracks, line: adopted })
    expect(saysOtherwise(again.consensus.line!, adopted)).toBe(false)
  })

  it('raises no warning on itself', () => {
    const again = checkWalks({ walks: tracks, line: adopted })
    const onItself = checkTrail({ geometry: { type: 'LineString', coordinates: adopted } })
    const warnings = [...again.findings, ...onItself].filter(({ severity }) => severity !== 'info')
    expect(warnings).toEqual([])
  })

  it('says nothing against a line that lies where people walk', () => {
    expect(
      saysOtherwise(checkWalks({ walks: tracks, line: inForce }).consensus.line!, inForce),
    ).toBe(false)
  })
})
