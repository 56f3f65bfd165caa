import { describe, expect, it } from 'vitest'
import { measureLine, positionAt } from '../../../src/domain/geo/chainage.ts'
import { firstPassages } from '../../../src/domain/publication/walking-order.ts'
import { makeTrail, TRAIL_SHAPES } from '../../support/simulator/trail-shapes.ts'

describe('the order in which places are met', () => {
  it.each(TRAIL_SHAPES)('is the first passage along a %s', (shape) => {
    const { line } = makeTrail(shape, 4, 5_000)
    const measured = measureLine([...line])
    const wanted = [0.05, 0.2, 0.35, 0.45].map((share) => share * measured.path.lengthM)
    const passages = firstPassages(
      [...line],
      wanted.map((m) => positionAt(measured, m)),
    )
    passages.forEach((m, i) => expect(Math.abs(m - wanted[i]!)).toBeLessThan(60))
  })

  it('meets a place of an out-and-back on the way out', () => {
    const { line } = makeTrail('out-and-back', 2, 4_000)
    const measured = measureLine([...line])
    const onTheWayBack = positionAt(measured, measured.path.lengthM * 0.8)
    const [m] = firstPassages([...line], [onTheWayBack])
    expect(Math.abs(m! - measured.path.lengthM * 0.2)).toBeLessThan(60)
  })
})
