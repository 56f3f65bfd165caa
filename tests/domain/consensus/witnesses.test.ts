import { describe, expect, it } from 'vitest'
import type { ConsensusTrack } from '../../../src/domain/consensus/consensus-track.ts'
import { consensusOfTracks } from '../../../src/domain/consensus/consensus-of-tracks.ts'
import { witnessesOf } from '../../../src/domain/consensus/witnesses.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'
import { simulateWalk, type WalkOptions } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'

const seed = rotatingSeed()
const { line } = makeTrail('loop', seed, 2000)
const HOUR_MS = 3_600_000
const NOON = Date.UTC(2026, 3, 4, 12)

const walk = (n: number, options: Partial<WalkOptions> = {}): ConsensusTrack => ({
  id: `w${n}`,
  track: deriveTrack(
    simulateWalk(line, { seed: seed + n, startAtMs: NOON + n * 48 * HOUR_MS, ...options }).fixes,
  ),
})
/** Laps of some half an hour, one after the other. */
const laps = (count: number, everyMs = 0.75 * HOUR_MS): ConsensusTrack[] =>
  Array.from({ length: count }, (_, n) => walk(n, { startAtMs: NOON - 5 * HOUR_MS + n * everyMs }))

describe('[P32] a witness is a receiver, on a day, carried by a person', () => {
  it('ten laps of one watch, saved one by one, are one witness', () => {
    expect(witnessesOf(laps(10)).count).toBe(1)
    const consensus = consensusOfTracks(laps(4))
    expect(consensus).toMatchObject({ witnesses: 1, doubt: 'one-witness' })
    expect(Math.max(...consensus.line!.support)).toBe(1)
  })

  it('laps of two receivers are two', () => {
    const [a, b] = laps(2)
    expect(
      witnessesOf([
        { ...a!, receiver: 'watch' },
        { ...b!, receiver: 'phone' },
      ]).count,
    ).toBe(2)
    expect(witnessesOf([a!, walk(1, { startAtMs: NOON, samplingS: 4 })]).count).toBe(2)
  })

  it('walks of different days, or that do not go on where another ended, are each their own', () => {
    expect(witnessesOf([walk(0), walk(1), walk(2)]).count).toBe(3)
    expect(witnessesOf(laps(3, 3 * HOUR_MS)).count).toBe(3)
  })

  it('of one person, one a day; the day is that of the place', () => {
    const own = (n: number, startAtMs: number): ConsensusTrack => ({
      ...walk(n, { startAtMs }),
      contributor: 'Maite',
    })
    const morning = Date.UTC(2026, 3, 4, 7)
    expect(witnessesOf([own(0, morning), own(1, morning + 9 * HOUR_MS)]).count).toBe(1)
    expect(witnessesOf([own(0, morning), own(1, morning + 24 * HOUR_MS)]).count).toBe(2)
    const moved = ({ id, track, contributor }: ConsensusTrack): ConsensusTrack => ({
      id,
      ...(contributor ? { contributor } : {}),
      track: {
        ...track,
        segments: track.segments.map((fixes) =>
          fixes.map((fix) => ({ ...fix, lon: fix.lon + 166 })),
        ),
      },
    })
    // Half past nine and half past eleven of one morning in New Caledonia: two dates in Greenwich.
    const island = [own(0, Date.UTC(2026, 3, 3, 22, 30)), own(1, Date.UTC(2026, 3, 4, 0, 30))].map(
      moved,
    )
    expect(witnessesOf(island).count).toBe(1)
  })

  it('two people side by side are two, one file sent by both is one', () => {
    const a = { ...walk(0), contributor: 'Maite' }
    const b = { ...walk(1, { seed: seed + 9, speedMS: 1.25 }), contributor: 'Peio' }
    const together = { ...walk(0, { seed: seed + 9, startAtMs: NOON }), contributor: 'Peio' }
    expect(consensusOfTracks([a, b, together]).refused).toHaveLength(0)
    const copy = { ...a, id: 'copy', contributor: 'Peio' }
    expect(consensusOfTracks([a, b, copy]).refused).toMatchObject([
      { id: 'copy', reason: 'same-recording' },
    ])
  })
})
