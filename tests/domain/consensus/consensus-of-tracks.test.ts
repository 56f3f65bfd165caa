import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import type { ConsensusTrack } from '../../../src/domain/consensus/consensus-track.ts'
import { consensusOfTracks } from '../../../src/domain/consensus/consensus-of-tracks.ts'
import { measureLine, resamplePath } from '../../../src/domain/geo/chainage.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { indexSegments, nearestOnPath } from '../../../src/domain/geo/line-index.ts'
import { simulateWalk, type WalkOptions } from '../../support/simulator/simulate-walk.ts'
import { makeTrail, TRAIL_SHAPES } from '../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'

const seed = rotatingSeed()

const walks = (
  line: readonly Position[],
  count: number,
  options: (n: number) => Partial<WalkOptions> = () => ({}),
): ConsensusTrack[] =>
  Array.from({ length: count }, (_, n) => {
    const { fixes } = simulateWalk(line, {
      seed: seed * 100 + n,
      direction: n % 3 === 2 ? -1 : 1,
      stops: 1,
      startAtMs: Date.UTC(2026, 2, 1 + n, 9),
      ...options(n),
    })
    return { id: `w${n}`, track: deriveTrack(fixes) }
  })

/** Distances of the true line's places to a consensus line. */
const missesM = (truth: readonly Position[], line: readonly Position[]): number[] => {
  const measured = measureLine(truth)
  const { path } = measureLine(line, measured.plane)
  const index = indexSegments(path)
  const { xs, ys } = resamplePath(measured.path, 5)
  return Array.from(xs, (x, k) => nearestOnPath(path, index, x, ys[k]!)!.distanceM)
}
/** The same line drawn some metres to the left. */
const besideLine = (line: readonly Position[], metres: number): Position[] =>
  line.map(([lon, lat], k) => {
    const from = line[Math.max(0, k - 3)]!
    const to = line[Math.min(line.length - 1, k + 3)]!
    const east = (to[0]! - from[0]!) * 80_400
    const north = (to[1]! - from[1]!) * 111_120
    const length = Math.hypot(east, north)
    return [lon! - (metres * north) / length / 80_400, lat! + (metres * east) / length / 111_120]
  })

const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)

describe.each(TRAIL_SHAPES)('the consensus of seven walks on a %s', (shape) => {
  const { line } = makeTrail(shape, seed, 3000)
  const consensus = consensusOfTracks(walks(line, 7))

  it('is where the trail is', () => {
    const misses = missesM(line, consensus.line!.coordinates)
    expect(rms(misses)).toBeLessThan(3.2)
    expect(Math.max(...misses)).toBeLessThan(20)
  })

  it('has its length, and says how sure it is', () => {
    const { lengthM } = measureLine(line).path
    const [low, high] = consensus.line!.lengthIntervalM
    expect(Math.abs(consensus.line!.lengthM / lengthM - 1)).toBeLessThan(
      shape === 'switchbacks' ? 0.05 : 0.015,
    )
    expect(low).toBeLessThan(consensus.line!.lengthM)
    expect(high).toBeGreaterThan(consensus.line!.lengthM)
  })

  it('has support and spread at each vertex, and no doubt', () => {
    const { coordinates, support, spreadM } = consensus.line!
    expect(support).toHaveLength(coordinates.length)
    expect(spreadM).toHaveLength(coordinates.length)
    expect([...support].sort((a, b) => a - b)[support.length >> 1]).toBeGreaterThanOrEqual(
      shape === 'out-and-back' ? 4 : 6,
    )
    expect(consensus).toMatchObject({ doubt: null, refused: [] })
    expect(consensus.used).toHaveLength(7)
  })
})

describe('what a consensus leaves out', () => {
  const { line } = makeTrail('linear', seed, 3000)

  it('a detour of one walker, even when it is the seed', () => {
    const tracks = walks(line, 4, (n) =>
      n === 0 ? { departures: [{ kind: 'detour', atM: 1200, spanM: 200, lateralM: 70 }] } : {},
    )
    for (const order of [tracks, [...tracks].reverse()]) {
      expect(Math.max(...missesM(line, consensusOfTracks(order).line!.coordinates))).toBeLessThan(
        20,
      )
    }
  })

  it('a second recording of the same outing, and says which it kept', () => {
    const [first, second, third] = walks(line, 3)
    const twin = {
      id: 'twin',
      track: {
        ...first!.track,
        segments: first!.track.segments.map((fixes) => fixes.filter((_, i) => i % 3 === 0)),
      },
    }
    const consensus = consensusOfTracks([twin, first!, second!, third!])
    expect(consensus.refused).toEqual([{ id: 'twin', reason: 'same-recording', keptId: 'w0' }])
    expect(consensus.used).toEqual(['w0', 'w1', 'w2'])
  })

  it('a drawn line, a stub of a track, and a walk elsewhere', () => {
    const [first, second, third] = walks(line, 3)
    const away = walks(
      makeTrail('linear', seed + 1, 3000).line.map(([x, y]) => [x! + 0.3, y!]),
      1,
    )[0]!
    const consensus = consensusOfTracks(
      [
        first!,
        second!,
        third!,
        { ...away, id: 'away' },
        { id: 'drawn', track: { ...first!.track, recorded: false } },
        {
          id: 'stub',
          track: { segments: [first!.track.segments[0]!.slice(0, 5)], gaps: [], recorded: true },
        },
      ],
      line,
    )
    expect(Object.fromEntries(consensus.refused.map(({ id, reason }) => [id, reason]))).toEqual({
      drawn: 'not-recorded',
      stub: 'too-short',
      away: 'elsewhere',
    })
    expect(consensus.doubt).toBeNull()
  })
})

describe('doubt', () => {
  const { line } = makeTrail('linear', seed, 2000)

  it('with two walks: an error of one cannot be told from a change of the trail', () => {
    const consensus = consensusOfTracks(walks(line, 2))
    expect(consensus).toMatchObject({ doubt: 'few-witnesses', witnesses: 2 })
    expect(consensus.line).not.toBeNull()
  })

  it('[P32] names every stretch that is true of, worst first, and counts nobody as agreement', () => {
    const { lengthM } = measureLine(line).path
    const consensus = consensusOfTracks(
      walks(line, 4, (n) => ({ direction: 1, distanceM: (n === 0 ? 0.75 : 0.5) * lengthM })),
      line,
    )
    expect(consensus.doubt).toBe('not-walked')
    expect(consensus.doubts.map(({ doubt }) => doubt)).toEqual(['not-walked', 'one-witness'])
    const [[from, to]] = consensus.doubts[0]!.intervalsM as [[number, number]]
    expect(from / lengthM).toBeCloseTo(0.75, 1)
    expect(to / lengthM).toBeCloseTo(1, 1)
    const { support, accuracy95M } = consensus.line!
    expect(support.at(-1)).toBe(0)
    expect(accuracy95M.at(-1)).toBeNull()
    const [low, high] = consensus.line!.lengthIntervalM
    expect(high - low).toBeGreaterThan(0.02 * lengthM)
  })

  it('[P32] a hole in every recording is a guess, not a place where nobody walked', () => {
    const sameWay = { direction: 1, stops: 0 } as const
    const tracks = walks(line, 2, () => sameWay).map(({ id, track }) => {
      const [fixes] = track.segments
      const [from, to] = [0.4, 0.55].map((share) => Math.round(share * fixes!.length))
      return {
        id,
        track: {
          ...track,
          segments: [fixes!.slice(0, from), fixes!.slice(to)],
          gaps: [{ reason: 'signal-lost' as const }],
        },
      }
    })
    const doubts = consensusOfTracks(tracks, line).doubts.map(({ doubt }) => doubt)
    expect(doubts).toEqual(['few-witnesses', 'long-guess'])
  })

  it('without any usable walk there is no line', () => {
    expect(consensusOfTracks([])).toMatchObject({ line: null, doubt: 'not-walked', used: [] })
  })
})

describe('an outdated reference', () => {
  const { line } = makeTrail('linear', seed, 3000)
  const { plane } = measureLine(line)
  const moved: Partial<WalkOptions> = {
    direction: 1,
    departures: [{ kind: 'detour', atM: 1000, spanM: 400, lateralM: 60 }],
  }

  it('is moved to where three people walk now, though one still walks the old way', () => {
    const truth = simulateWalk(line, { seed, ...moved }).truth.fixes
    const consensus = consensusOfTracks(
      walks(line, 4, (n) => (n < 3 ? moved : {})),
      line,
    )
    const result = measureLine(consensus.line!.coordinates, plane).path
    const index = indexSegments(result)
    const misses = truth.map(({ x, y }) => nearestOnPath(result, index, x, y)!.distanceM)
    expect(rms(misses)).toBeLessThan(4.5)
    expect(consensus.doubt).toBeNull()
  })

  it('does not move where fewer than three have walked', () => {
    const aside = besideLine(line, 12)
    const partial = walks(line, 5, (n) => (n < 2 ? {} : { direction: 1, distanceM: 1200 }))
    const { line: result } = consensusOfTracks(partial, aside)
    const path = measureLine(result!.coordinates, plane).path
    const index = indexSegments(path)
    const missM = (from: number, to: number): number => {
      const places = measureLine(aside, plane).path
      const misses = Array.from(places.xs, (x, k) => ({
        m: places.chainageM[k]!,
        d: nearestOnPath(path, index, x, places.ys[k]!)!.distanceM,
      })).filter(({ m }) => m > from && m < to)
      return rms(misses.map(({ d }) => d))
    }
    expect(missM(1400, 2900)).toBeLessThan(1.2)
    expect(missM(100, 1100)).toBeGreaterThan(4)
    expect(rms(missesM(line.slice(30, 270), result!.coordinates))).toBeLessThan(5)
  })

  it('does not move at all for two', () => {
    const aside = besideLine(line, 12)
    const consensus = consensusOfTracks(walks(line, 2), aside)
    expect(consensus).toMatchObject({ doubt: 'few-witnesses', witnesses: 2 })
    expect(rms(missesM(aside, consensus.line!.coordinates))).toBeLessThan(1.2)
  })
})

describe('one person', () => {
  const { line } = makeTrail('linear', seed, 2000)

  it('who walks three times on one day has one vote', () => {
    const tracks = walks(line, 3, (n) => ({ startAtMs: Date.UTC(2026, 2, 1, 6 + 3 * n) })).map(
      (walk) => ({ ...walk, contributor: 'Peio' }),
    )
    expect(consensusOfTracks(tracks)).toMatchObject({
      doubt: 'one-witness',
      witnesses: 1,
      refused: [],
    })
    const strangers = tracks.map(({ id, track }) => ({ id, track }))
    expect(consensusOfTracks(strangers)).toMatchObject({ doubt: null, witnesses: 3 })
  })
})

describe('without a line to start from', () => {
  it('ends where people walked, not at a stray first fix of the track it began with', () => {
    const { line } = makeTrail('linear', seed, 2000)
    const strayed = walks(line, 3, () => ({ direction: 1 })).map(({ id, track }, n) => {
      const [first, ...others] = track.segments[0]!
      const stray = {
        ...first!,
        lon: first!.lon - 1.1e-3 * Math.cos(2 * n),
        lat: first!.lat - 8e-4 * Math.sin(2 * n),
        atMs: first!.atMs! - 1000,
      }
      return { id, track: { ...track, segments: [[stray, first!, ...others]] } }
    })
    const { path } = measureLine(line)
    const consensus = consensusOfTracks(strayed)
    expect(Math.abs(consensus.line!.drawnLengthM - path.lengthM)).toBeLessThan(40)
    expect(consensus.doubt).toBeNull()
  })

  it('takes the whole walk of an out-and-back, not one that lacks both ends', () => {
    const { line } = makeTrail('out-and-back', seed, 4000)
    const { lengthM } = measureLine(line).path
    const inner = { startM: 0.06 * lengthM, distanceM: 0.86 * lengthM }
    const given = walks(line, 3, (n) => (n === 0 ? {} : inner))
    const misses = missesM(line, consensusOfTracks(given).line!.coordinates)
    expect(Math.max(...misses)).toBeLessThan(40)
  })
})
