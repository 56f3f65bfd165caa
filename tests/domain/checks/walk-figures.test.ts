import { describe, expect, it } from 'vitest'
import { walkFigures } from '../../../src/domain/checks/walk-figures.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import type { GapReason } from '../../../src/domain/geo/fix.ts'
import { matchWalk } from '../../../src/domain/geo/match/match-walk.ts'
import { buildTrailModel } from '../../../src/domain/geo/match/trail-model.ts'
import {
  interruptedWalk,
  thrown,
  type InterruptedWalk,
  type RecordedStretch,
} from '../../support/simulator/interrupted-walk.ts'
import { recordReference } from '../../support/simulator/recorded-reference.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'

const seed = rotatingSeed()
const { line } = makeTrail('linear', seed, 8000)
const model = buildTrailModel(line)
const walk = (stretches: readonly RecordedStretch[]) => interruptedWalk(line, stretches, { seed })

/** The figures of a walk, laid on its trail and alone. */
function figuresOf({ fixes, markers }: Pick<InterruptedWalk, 'fixes' | 'markers'>) {
  const track = deriveTrack(fixes, markers)
  return { laid: walkFigures(track, matchWalk(model, track)), alone: walkFigures(track, null) }
}

const stretches = (reason: GapReason, seconds: number, aheadM: number): RecordedStretch[] => [
  { fromM: 0, toM: 1000, then: { reason, seconds } },
  { fromM: 1000 + aheadM, toM: 2000 + aheadM },
]

describe('[P03] [P25] nothing is walked that was not walked', () => {
  it.each([
    ['a declared pause, and a lift of 3.6 km', 'paused', 1200, 3600],
    ['a declared pause, and a bus at a walker’s speed', 'paused', 3600, 3600],
    ['a signal that is lost in a car', 'signal-lost', 600, 3600],
    ['a permission taken back', 'permission', 3600, 2000],
  ] as const)('%s', (_name, reason, seconds, aheadM) => {
    const recording = walk(stretches(reason, seconds, aheadM))
    const { laid, alone } = figuresOf(recording)
    for (const { lengthM, movingS } of [laid, alone]) {
      expect(Math.abs(lengthM.value / recording.recordedM - 1)).toBeLessThan(0.02)
      expect(lengthM.assumed).toBeUndefined()
      expect(movingS.value).toBeLessThan(1.05 * (recording.recordedM / 1.25))
    }
  })

  it('a jump of five good fixes is not walked, there or back', () => {
    const recording = walk([{ fromM: 0, toM: 6000 }])
    const fixes = thrown(recording.fixes, { at: 0.5, count: 5, degrees: 0.04 })
    const { laid, alone } = figuresOf({ fixes, markers: [] })
    for (const { lengthM } of [laid, alone]) {
      expect(Math.abs(lengthM.value / recording.recordedM - 1)).toBeLessThan(0.02)
    }
  })

  it.each(['signal-lost', 'hidden', 'killed', 'file'] as const)(
    'a hole (%s) at a walker’s speed between two places of the trail is supposed, and said',
    (reason) => {
      const recording = walk(stretches(reason, 400, 500))
      const { lengthM, movingS } = figuresOf(recording).laid
      expect(Math.abs(lengthM.value / (recording.recordedM + 500) - 1)).toBeLessThan(0.02)
      expect(lengthM.assumed).toBeGreaterThan(450)
      expect(lengthM.assumed).toBeLessThan(550)
      const whole = figuresOf(walk([{ fromM: 0, toM: 2500 }])).laid
      expect(lengthM.uncertainty).toBeGreaterThan(2 * whole.lengthM.uncertainty)
      expect(Math.abs(movingS.value / 2000 - 1)).toBeLessThan(0.05)
    },
  )

  it('a hole that ends away from the trail is not supposed', () => {
    const recording = walk(stretches('signal-lost', 1000, 500))
    const away = recording.fixes.map((fix, i) =>
      i > recording.markers[0]!.afterIndex ? { ...fix, lat: fix.lat + 0.01 } : fix,
    )
    expect(figuresOf({ fixes: away, markers: recording.markers }).laid.lengthM.assumed).toBe(
      undefined,
    )
  })
})

describe('[P25] the length of a walk on a trail that somebody recorded', () => {
  it.each(['open', 'mixed'] as const)('is that of the walk, reference %s', (environment) => {
    const out = makeTrail('out-and-back', seed, 6000).line
    const reference = recordReference(out, { seed, environment })
    const { fixes, truth } = simulateWalk(out, { seed: seed + 1, stops: 2 })
    const track = deriveTrack(fixes)
    const { lengthM } = walkFigures(track, matchWalk(buildTrailModel(reference), track))
    expect(Math.abs(lengthM.value / truth.distanceM - 1)).toBeLessThan(0.02)
  })

  it.each(['open', 'mixed', 'forest'] as const)('is found without it, %s', (environment) => {
    const { fixes, truth } = simulateWalk(line, { seed, environment, stops: 3 })
    const { lengthM } = walkFigures(deriveTrack(fixes), null)
    expect(Math.abs(lengthM.value / truth.distanceM - 1)).toBeLessThan(0.02)
  })
})
