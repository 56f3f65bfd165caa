import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import type { ConsensusTrack } from '../../../src/domain/consensus/consensus-track.ts'
import { consensusOfTracks } from '../../../src/domain/consensus/consensus-of-tracks.ts'
import { measureLine, resamplePath } from '../../../src/domain/geo/chainage.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { indexSegments, nearestOnPath } from '../../../src/domain/geo/line-index.ts'
import { imperfectMirror } from '../../support/simulator/imperfect-mirror.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'
import { simulateWalk, type WalkOptions } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'

const seed = rotatingSeed()
const trail = imperfectMirror(makeTrail('out-and-back', seed, 4000), seed)
const { plane, path } = measureLine(trail.line)

const walks = (
  count: number,
  options: (n: number) => Partial<WalkOptions> = () => ({}),
): ConsensusTrack[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `w${n}`,
    track: deriveTrack(
      simulateWalk(trail.line, {
        seed: seed * 10 + n,
        stops: 1,
        startAtMs: Date.UTC(2026, 2, 1 + n, 9),
        ...options(n),
      }).fixes,
    ),
  }))

/** Farthest that either line lies from the other, metres. */
const farthestM = (line: readonly Position[]): number => {
  const found = measureLine(line, plane).path
  const far = (from: typeof path, to: typeof path): number => {
    const index = indexSegments(to)
    const { xs, ys } = resamplePath(from, 5)
    return Math.max(...Array.from(xs, (x, k) => nearestOnPath(to, index, x, ys[k]!)!.distanceM))
  }
  return Math.max(far(path, found), far(found, path))
}

describe('[P32] a trail folded on itself', () => {
  it('[P25] a detour of one walker on one leg never becomes the line', () => {
    const detour = { kind: 'detour', atM: 2700, spanM: 200, lateralM: 60 } as const
    for (const detoured of [0, 1, 2]) {
      const { line, doubt } = consensusOfTracks(
        walks(3, (n) => (n === detoured ? { departures: [detour] } : {})),
      )
      expect(farthestM(line!.coordinates)).toBeLessThan(25)
      expect(doubt === null || doubt === 'few-witnesses').toBe(true)
    }
  })

  it('both passages vote for the one way: whoever walked out only supports the way back', () => {
    const half = path.lengthM / 2
    const consensus = consensusOfTracks(walks(5, (n) => (n < 2 ? {} : { distanceM: half })))
    const { support } = consensus.line!
    const most = support.filter((witnesses) => witnesses >= 4)
    expect(most.length / support.length).toBeGreaterThan(0.85)
    expect(consensus.doubt).toBeNull()
  })

  it('comes out as it is walked: out, and back again', () => {
    const { line } = consensusOfTracks(walks(5))
    const found = measureLine(line!.coordinates, plane).path
    expect(found.lengthM / path.lengthM).toBeGreaterThan(0.97)
    expect(found.lengthM / path.lengthM).toBeLessThan(1.03)
    const [start, end] = [0, found.xs.length - 1]
    expect(
      Math.hypot(found.xs[start]! - found.xs[end]!, found.ys[start]! - found.ys[end]!),
    ).toBeLessThan(20)
  })
})
