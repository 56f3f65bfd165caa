import { describe, expect, it } from 'vitest'
import { deriveTrack } from '../../../../src/domain/geo/derive-track.ts'
import { estimateClockOffset } from '../../../../src/domain/geo/repair/clock-offset.ts'
import { rotatingSeed } from '../../../support/simulator/rotating-seed.ts'
import { cut, twoRecorders } from '../../../support/simulator/two-recorders.ts'

const seed = rotatingSeed()
const HOUR_MS = 3_600_000

describe('the clocks of two recorders', () => {
  it.each([0, 4_000, -95_000, HOUR_MS, -2 * HOUR_MS, 3_000 * 24 * HOUR_MS])(
    '[P05] [P14] a watch that is %d ms ahead is found, from the way both have',
    (clockErrorMs) => {
      for (const shape of ['loop', 'out-and-back', 'figure-8'] as const) {
        const { phone, watch } = twoRecorders(shape, seed, { clockErrorMs })
        const clock = estimateClockOffset(deriveTrack(cut(phone, 0.3, 0.6)), watch)
        expect(Math.abs(clock!.offsetMs + clockErrorMs)).toBeLessThan(15_000)
        expect(clock!.apartM).toBeLessThan(20)
      }
    },
  )

  it('[P05] says nothing of two walks that have no way in common', () => {
    const { phone } = twoRecorders('loop', seed)
    const { watch } = twoRecorders('loop', seed)
    const elsewhere = watch.map((fix) => ({ ...fix, lat: fix.lat + 0.2 }))
    expect(estimateClockOffset(deriveTrack(phone), elsewhere)).toBeNull()
    expect(estimateClockOffset(deriveTrack(phone), [])).toBeNull()
    expect(estimateClockOffset(deriveTrack([]), watch)).toBeNull()
  })
})
