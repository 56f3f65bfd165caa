import type { Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import { lineLengthM } from '../../../../src/domain/geo/chainage.ts'
import { cleanLine, cleanRecorded } from '../../../../src/domain/geo/clean/clean-reference.ts'
import { indexLine, nearestOnLine } from '../../../../src/domain/geo/line-index.ts'
import { recordReference } from '../../../support/simulator/recorded-reference.ts'
import { rotatingSeed } from '../../../support/simulator/rotating-seed.ts'
import { simulateWalk } from '../../../support/simulator/simulate-walk.ts'
import { makeTrail } from '../../../support/simulator/trail-shapes.ts'

const seed = rotatingSeed()
const { line } = makeTrail('out-and-back', seed, 6000)
const trueM = lineLengthM(line)

/** How far the line goes from the true trail, metres. */
function farthestM(cleaned: readonly Position[]): number {
  const truth = indexLine(line)
  return Math.max(...cleaned.map((place) => nearestOnLine(truth, place, 500)?.distanceM ?? 500))
}

describe('[P31] a recorded reference is cleaned', () => {
  it.each([
    ['open', 1],
    ['mixed', 1],
    ['mixed', 5],
    ['forest', 1],
  ] as const)('%s noise, a fix every %i s: its length is that of the trail', (environment, s) => {
    const options = { seed, environment, samplingS: s, stops: 2, spikeShare: 3e-3 }
    const { fixes } = simulateWalk(line, options)
    const cleaned = cleanRecorded(fixes)
    expect(Math.abs(lineLengthM(cleaned) / trueM - 1)).toBeLessThan(0.03)
    expect(farthestM(cleaned)).toBeLessThan(60)
    expect(cleaned.length).toBeLessThan(1000)
  })

  it('also where nobody says that it was recorded', () => {
    const raw = recordReference(line, { seed, spikeShare: 3e-3 })
    expect(lineLengthM(raw)).toBeGreaterThan(1.3 * trueM)
    expect(Math.abs(lineLengthM(cleanLine(raw)) / trueM - 1)).toBeLessThan(0.05)
  })

  it('a drawn line stays as it is, hairpins and all', () => {
    for (const shape of ['linear', 'switchbacks', 'figure-8'] as const) {
      const drawn = makeTrail(shape, seed, 6000).line
      expect(cleanLine(drawn)).toEqual(drawn)
    }
  })
})
