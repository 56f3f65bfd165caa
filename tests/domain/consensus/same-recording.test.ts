import { describe, expect, it } from 'vitest'
import { isSameRecording } from '../../../src/domain/consensus/same-recording.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import type { Track } from '../../../src/domain/geo/fix.ts'
import { simulateWalk, type WalkOptions } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'

const seed = rotatingSeed()
const { line } = makeTrail('loop', seed, 3000)
const walk = (options: Partial<WalkOptions>): Track =>
  deriveTrack(simulateWalk(line, { seed, speedMS: 1.25, ...options }).fixes)

describe('[CMP-08] two tracks', () => {
  it('of one outing, by a phone and a watch, are the same recording', () => {
    expect(isSameRecording(walk({}), walk({ seed: seed + 1, samplingS: 5 }))).toBe(true)
  })

  it('of the same walker on another day are not', () => {
    expect(isSameRecording(walk({}), walk({ startAtMs: Date.UTC(2026, 5, 1) }))).toBe(false)
  })

  it('of two who set out together in opposite directions are not', () => {
    expect(isSameRecording(walk({}), walk({ seed: seed + 1, direction: -1 }))).toBe(false)
  })

  it('without times are the same only when their positions are', () => {
    const timeless = (track: Track): Track => ({
      ...track,
      segments: track.segments.map((fixes) => fixes.map(({ lon, lat }) => ({ lon, lat }))),
    })
    expect(isSameRecording(timeless(walk({})), timeless(walk({})))).toBe(true)
    expect(isSameRecording(timeless(walk({})), timeless(walk({ seed: seed + 1 })))).toBe(false)
  })

  it('of which one is empty are not', () => {
    expect(isSameRecording(walk({}), { segments: [], gaps: [], recorded: true })).toBe(false)
  })
})
