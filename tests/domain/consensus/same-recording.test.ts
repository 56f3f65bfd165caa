import { describe, expect, it } from 'vitest'
import { isSameRecording } from '../../../src/domain/consensus/same-recording.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import type { Track } from '../../../src/domain/geo/fix.ts'
import { createRandom, mixSeed } from '../../support/simulator/random.ts'
import { simulateWalk, type WalkOptions } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'

const HOUR_MS = 3_600_000
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

  it('of one outing are the same whatever the clock of one of them says', () => {
    const phone = walk({ stops: 2, environment: 'mixed' })
    for (const wrongMs of [HOUR_MS, -2 * HOUR_MS, 12 * HOUR_MS, -1024 * 7 * 24 * HOUR_MS]) {
      const watch = simulateWalk(line, {
        seed,
        speedMS: 1.25,
        stops: 2,
        environment: 'mixed',
        samplingS: 4,
        startAtMs: Date.UTC(2026, 4, 3, 8) + wrongMs,
      }).fixes
      const noise = createRandom(mixSeed(seed, 5))
      const moved = watch.map((fix) => ({ ...fix, lat: fix.lat + 2e-5 * noise.normal() }))
      expect(isSameRecording(phone, deriveTrack(moved))).toBe(true)
      expect(isSameRecording(deriveTrack(moved), phone)).toBe(true)
    }
  })

  it('of two who follow each other at their own pace are not', () => {
    const first = walk({ stops: 1 })
    const second = walk({
      seed: seed + 3,
      stops: 1,
      speedMS: 1.32,
      startAtMs: Date.UTC(2026, 4, 3, 9),
    })
    expect(isSameRecording(first, second)).toBe(false)
  })
})
