import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  coverageSections,
  shareOf,
} from '../../../../../src/app/desk/trail/line/coverage-sections.ts'
import type { IntervalM } from '../../../../../src/domain/geo/interval.ts'
import type { TrailEvidence, WalkEvidence } from '../../../../../src/domain/review/evidence.ts'

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

  it('[M19] joins what has one story, and keeps its last date and its fewest walks', () => {
    const sections = coverageSections(
      evidence(
        walk('accepted', [[0, 1_000]], '2026-10-01T08:00:00Z'),
        walk('accepted', [[0, 500]], '2026-11-01T08:00:00Z'),
      ),
      1,
      NOW_MS,
    )
    expect(sections).toEqual([
      { intervalM: [0, 1_000], state: 'fresh', walks: 1, lastAt: '2026-11-01T08:00:00.000Z' },
    ])
  })

  it('[M20] compares instants, however they are written', () => {
    const [earlier, later] = ['2026-11-02T00:30:00+02:00', '2026-11-01T23:00:00Z']
    const both = evidence(
      walk('pending', [[0, 1_000]], earlier),
      walk('pending', [[0, 1_000]], later),
    )
    expect(coverageSections(both, 1, NOW_MS)).toMatchObject([
      { lastAt: '2026-11-01T23:00:00.000Z' },
    ])
  })

  it('[M20] no walk is younger than its receipt, nor than now, whatever its phone says', () => {
    const received = { receivedAt: '2024-05-01T08:00:00Z' }
    const ahead = { ...walk('accepted', [[0, 1_000]], '2026-11-01T08:00:00Z'), ...received }
    expect(coverageSections(evidence(ahead), 1, NOW_MS)).toMatchObject([
      { state: 'aging', lastAt: '2024-05-01T08:00:00.000Z' },
    ])
    const future = walk('accepted', [[0, 1_000]], '2031-01-01T00:00:00Z')
    expect(coverageSections(evidence(future), 1, NOW_MS)).toMatchObject([
      { state: 'fresh', lastAt: '2026-11-20T10:00:00.000Z' },
    ])
  })

  it('[M19] an accepted all-clear renews its section; one that waits says nothing', () => {
    const { findings: _none, ...clear } = walk('accepted', [[0, 400]])
    const old = evidence(walk('accepted', [[0, 1_000]], '2024-05-01T08:00:00Z'))
    const states = (state: WalkEvidence['state']) =>
      coverageSections({ ...old, allClears: [{ ...clear, state }] }, 1, NOW_MS).map(
        (one) => [...one.intervalM, one.state] as const,
      )
    expect(states('accepted')).toEqual([
      [0, 400, 'fresh'],
      [400, 1_000, 'aging'],
    ])
    expect(states('pending')).toEqual([[0, 1_000, 'aging']])
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
