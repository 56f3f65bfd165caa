import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeIntervals, totalLengthM } from '../../../../src/domain/geo/interval.ts'
import {
  uniteCoverage,
  type WalkEvidence,
} from '../../../../src/domain/geo/match/coverage-union.ts'

const walk = (id: string, walkedAtMs: number, ...covered: [number, number][]): WalkEvidence => ({
  id,
  tester: `tester of ${id}`,
  walkedAtMs,
  covered,
})

describe('what several walks prove together', () => {
  it('cuts the trail where the walks change, with who and when', () => {
    const union = uniteCoverage([walk('old', 1, [0, 600]), walk('new', 9, [400, 800])], 1000)
    expect(union.sections).toEqual([
      { intervalM: [0, 400], walks: ['old'], testers: ['tester of old'], lastWalkedAtMs: 1 },
      {
        intervalM: [400, 600],
        walks: ['new', 'old'],
        testers: ['tester of new', 'tester of old'],
        lastWalkedAtMs: 9,
      },
      { intervalM: [600, 800], walks: ['new'], testers: ['tester of new'], lastWalkedAtMs: 9 },
      { intervalM: [800, 1000], walks: [], testers: [], lastWalkedAtMs: null },
    ])
    expect(union).toMatchObject({ coverage: 0.8, coveredM: 800, covered: [[0, 800]] })
  })

  it('names a tester once who walked twice', () => {
    const twice = ['a', 'b'].map((id, k) => ({ ...walk(id, k, [0, 100]), tester: 'Maïté' }))
    expect(uniteCoverage(twice, 100).sections[0]).toMatchObject({
      walks: ['b', 'a'],
      testers: ['Maïté'],
    })
  })

  it('does not depend on the order of the walks, and covers their union within 10 m an end', () => {
    const end = fc.integer({ min: 0, max: 1000 })
    const covered = fc
      .array(fc.tuple(end, end), { maxLength: 4 })
      .map((list) => mergeIntervals(list.map(([a, b]) => [Math.min(a, b), Math.max(a, b)])))
    fc.assert(
      fc.property(fc.array(covered, { maxLength: 5 }), (list) => {
        const walks = list.map((intervals, k) => ({
          ...walk(`w${k}`, k % 3),
          covered: intervals,
        }))
        const union = uniteCoverage(walks, 1000)
        expect(uniteCoverage([...walks].reverse(), 1000)).toEqual(union)
        const all = mergeIntervals(list.flat())
        const slack = 10 * (2 * list.flat().length + 1)
        expect(Math.abs(union.coveredM - totalLengthM(all))).toBeLessThanOrEqual(slack)
        expect(union.sections.at(0)?.intervalM[0]).toBe(0)
        expect(union.sections.at(-1)?.intervalM[1]).toBe(1000)
      }),
    )
  })

  it('of no walk leaves the whole trail untested', () => {
    expect(uniteCoverage([], 500).sections).toEqual([
      { intervalM: [0, 500], walks: [], testers: [], lastWalkedAtMs: null },
    ])
  })
})
