import { describe, expect, it } from 'vitest'
import { createLiveDistance } from '../../../../src/app/capture/recording/live-distance.ts'
import { walkFigures } from '../../../../src/domain/checks/walk-figures.ts'
import { deriveTrack } from '../../../../src/domain/geo/derive-track.ts'
import { matchWalk } from '../../../../src/domain/geo/match/match-walk.ts'
import { buildTrailModel } from '../../../../src/domain/geo/match/trail-model.ts'
import type { RecordedFix } from '../../../../src/domain/observation/fix-file.ts'
import { interruptedWalk, thrown } from '../../../support/simulator/interrupted-walk.ts'
import { rotatingSeed } from '../../../support/simulator/rotating-seed.ts'
import { makeTrail } from '../../../support/simulator/trail-shapes.ts'

const seed = rotatingSeed()

describe.each(['linear', 'out-and-back'] as const)(
  '[P25] the distance one reads while walking a %s',
  (shape) => {
    const { line } = makeTrail(shape, seed, 9000)
    const recording = interruptedWalk(
      line,
      [
        { fromM: 0, toM: 3000, then: { reason: 'paused', seconds: 1200 } },
        { fromM: 6000, toM: 8500 },
      ],
      { seed },
    )
    const fixes = thrown(recording.fixes, { at: 0.3, count: 5, degrees: 0.04 })
    const startMs = fixes[0]!.atMs
    const heard = fixes.map((fix): RecordedFix => ({
      ...fix,
      monotonicMs: fix.atMs - startMs,
      visible: true,
    }))

    it.each([true, false])('is that of the end page, on the trail: %s', (onTrail) => {
      const live = createLiveDistance(onTrail ? line : null)
      heard.forEach((fix, i) => {
        const marker = recording.markers.find(({ afterIndex }) => afterIndex === i - 1)
        live.add(fix, marker?.reason ?? null)
      })
      const track = deriveTrack(heard, recording.markers)
      const match = onTrail ? matchWalk(buildTrailModel(line), track) : null
      const end = walkFigures(track, match).lengthM.value
      expect(Math.abs(live.lengthM() / end - 1)).toBeLessThan(0.01)
      expect(Math.abs(end / recording.recordedM - 1)).toBeLessThan(0.02)
    })
  },
)
