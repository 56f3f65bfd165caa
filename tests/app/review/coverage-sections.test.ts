import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverageSections, shareOf } from '../../../src/app/review/coverage-sections.ts'
import type { IntervalM } from '../../../src/domain/geo/interval.ts'
import type { TrailEvidence, WalkEvidence } from '../../../src/domain/review/evidence.ts'

const NOW_MS = Date.parse('2026-11-20T10:00:00Z')
const walk = (
  state: WalkEvidence['state'],
  covered: readonly IntervalM[],
  testedAt = '2026-11-01T08:00:00Z',
  trailVersion = 1,
): WalkEvidence => ({ observation: 'o', state, testedAt, trailVersion, covered, findings: [] })
const evidence = (...walks: WalkEvidence[]): TrailEvidence => ({
  lengthM: 1_000,
  walks,
  lineFindings: [],
  undecided: 0,
  blockingReports: 0,
})

describe('coverageSections', () => {
  it('is one unwalked section before anybody came', () => {
    expect(coverageSections(evidence(), 1, NOW_MS)).toEqual([
      { intervalM: [0, 1_000], state: 'unwalked', walks: 0 },
    ])
  })

  it('tells what is accepted from what waits, and fresh from old', () => {
    const sections = coverageSections(
      evidence(
        walk('accepted', [[0, 400]], '2024-05-01T08:00:00Z'),
        walk('accepted', [[0, 200]]),
        walk('pending', [[300, 700]]),
      ),
      1,
      NOW_MS,
    )
    expect(sections.map(({ intervalM, state }) => [...intervalM, state])).toEqual([
      [0, 200, 'fresh'],
      [200, 400, 'aging'],
      [400, 700, 'pending'],
      [700, 1_000, 'unwalked'],
    ])
  })

  it('does not count refused walks, nor walks on an older line', () => {
    const sections = coverageSections(
      evidence(walk('refused', [[0, 900]]), walk('accepted', [[0, 900]], undefined, 1)),
      2,
      NOW_MS,
    )
    expect(shareOf(sections, 'unwalked')).toBe(1)
  })

  it('always fills the trail once, whatever was walked', () => {
    const interval = fc
      .tuple(fc.integer({ min: -50, max: 1_050 }), fc.integer({ min: 0, max: 400 }))
      .map(([from, length]): IntervalM => [from, from + length])
    const one = fc
      .tuple(fc.constantFrom('pending', 'accepted', 'refused'), fc.array(interval))
      .map(([state, covered]) => walk(state, covered))
    fc.assert(
      fc.property(fc.array(one), (walks) => {
        const sections = coverageSections(evidence(...walks), 1, NOW_MS)
        expect(sections[0]!.intervalM[0]).toBe(0)
        expect(sections.at(-1)!.intervalM[1]).toBe(1_000)
        sections.slice(1).forEach((section, i) => {
          expect(section.intervalM[0]).toBe(sections[i]!.intervalM[1])
          expect(section.state).not.toBe(sections[i]!.state)
        })
      }),
    )
  })
})
