import { describe, expect, it } from 'vitest'
import { cutKnots } from '../../../src/domain/consensus/cut-knots.ts'
import { measureLine, resamplePath, toPath, type Path } from '../../../src/domain/geo/chainage.ts'
import { makePath } from '../../support/simulator/made-path.ts'
import { rotatingSeed } from '../../support/simulator/rotating-seed.ts'
import { makeTrail } from '../../support/simulator/trail-shapes.ts'

const seed = rotatingSeed()
const path = (...points: (readonly [number, number])[]): Path =>
  toPath(
    Float64Array.from(points, ([x]) => x),
    Float64Array.from(points, ([, y]) => y),
  )

describe('a line', () => {
  it('loses a step back that nobody walked', () => {
    const knot = path([0, 0], [100, 0], [70, 3], [200, 3])
    const cut = cutKnots(knot)
    expect(knot.lengthM).toBeGreaterThan(255)
    expect(cut.lengthM).toBeLessThan(205)
    expect([cut.xs[0], cut.xs.at(-1)]).toEqual([0, 200])
  })

  it('keeps its turning place and its hairpins', () => {
    const { line } = makeTrail('out-and-back', seed, 2000)
    const hairpins = makePath('hairpins', seed, 1500)
    for (const kept of [line, hairpins]) {
      const even = resamplePath(measureLine(kept).path, 4)
      expect(cutKnots(even).lengthM).toBe(even.lengthM)
    }
  })
})
