import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IntervalM } from '../../../src/domain/geo/interval.ts'
import { coveredShare, type TrailEvidence } from '../../../src/domain/review/evidence.ts'
import { DAY_MS } from '../../../src/domain/day.ts'
import { sectionFreshness, testedWholeAt } from '../../../src/domain/review/freshness.ts'
import { NOW_MS, daysAgo, evidenceWith, walked } from './sample-evidence.ts'

/** Sections as "from-to age", shorter to read. */
function sections(evidence: Partial<TrailEvidence>, version = 1): string[] {
  return sectionFreshness(evidenceWith(evidence), version, NOW_MS).map(
    ({ intervalM: [fromM, toM], ageDays, fresh }) =>
      `${fromM}-${toM} ${ageDays ?? 'never'}${fresh ? '' : ' old'}`,
  )
}

const old = walked({ testedAt: daysAgo(400) })
const TABLE: [string, string[], Partial<TrailEvidence>, number?][] = [
  ['a trail nobody walked is one section without a date', ['0-1000 never old'], {}],
  [
    'a walk dates what it covers, and nothing else',
    ['0-200 never old', '200-700 10', '700-1000 never old'],
    { walks: [walked({ covered: [[200, 700]] })] },
  ],
  [
    'a newer walk goes over an older one',
    ['0-300 400 old', '300-600 2', '600-1000 400 old'],
    { walks: [walked({ covered: [[300, 600]], testedAt: daysAgo(2) }), old] },
  ],
  [
    'an older walk does not go over a newer one',
    ['0-1000 2'],
    { walks: [walked({ testedAt: daysAgo(2) }), old] },
  ],
  [
    'walks of one day join into one section',
    ['0-1000 10'],
    { walks: [walked({ covered: [[0, 500]] }), walked({ covered: [[500, 1000]] })] },
  ],
  [
    'an all-clear renews its section only',
    ['0-450 400 old', '450-500 1', '500-1000 400 old'],
    { walks: [old], allClears: [walked({ covered: [[450, 500]], testedAt: daysAgo(1) })] },
  ],
  [
    'an all-clear that staff have not accepted renews nothing',
    ['0-1000 400 old'],
    { walks: [old], allClears: [walked({ state: 'pending' })] },
  ],
  [
    'pending and refused walks date nothing',
    ['0-1000 never old'],
    { walks: [walked({ state: 'pending' }), walked({ state: 'refused' })] },
  ],
  [
    'walks on another version of the line date nothing',
    ['0-1000 never old'],
    { walks: [walked()] },
    2,
  ],
  [
    'what lies outside the line is left out',
    ['0-100 10', '100-900 never old', '900-1000 10'],
    {
      walks: [
        walked({
          covered: [
            [-50, 100],
            [900, 1300],
          ],
        }),
      ],
    },
  ],
  [
    '365 days are fresh, 366 are not',
    ['0-500 365', '500-1000 366 old'],
    {
      walks: [
        walked({ covered: [[0, 500]], testedAt: daysAgo(365) }),
        walked({ covered: [[500, 1000]], testedAt: daysAgo(366) }),
      ],
    },
  ],
  [
    '[M20] [P14] a walk in the future was walked when it was received',
    ['0-1000 7'],
    { walks: [walked({ testedAt: '2036-01-01T00:00:00Z', receivedAt: daysAgo(7) })] },
  ],
  [
    '[M20] [P14] a walk in the future without a receipt is of now',
    ['0-1000 0'],
    { walks: [walked({ testedAt: '2036-01-01T00:00:00Z' })] },
  ],
  ['no line has no sections', [], { lengthM: 0, walks: [walked()] }],
]

describe('[M19] the freshness of sections', () => {
  it.each(TABLE)('%s', (_, expected, evidence, version) => {
    expect(sections(evidence, version)).toEqual(expected)
  })

  const interval = fc
    .tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }))
    .map(([a, b]): IntervalM => [Math.min(a, b), Math.max(a, b)])
  const proof = fc
    .record({
      covered: fc.array(interval, { maxLength: 4 }),
      days: fc.integer({ min: 0, max: 800 }),
    })
    .map(({ covered, days }) => walked({ covered, testedAt: daysAgo(days) }))
  const proofs = fc.array(proof, { maxLength: 6 })

  it('says at every place what the proofs over it say, and fills the line (500 runs)', () => {
    fc.assert(
      fc.property(proofs, proofs, fc.integer({ min: 0, max: 999 }), (walks, allClears, metre) => {
        const map = sectionFreshness(evidenceWith({ walks, allClears }), 1, NOW_MS)
        expect(map[0]?.intervalM[0]).toBe(0)
        expect(map.at(-1)?.intervalM[1]).toBe(1000)
        map.slice(1).forEach((one, i) => expect(one.intervalM[0]).toBe(map[i]!.intervalM[1]))
        const placeM = metre + 0.5
        const over = [...walks, ...allClears].filter((one) =>
          one.covered.some(([fromM, toM]) => fromM < placeM && placeM < toM),
        )
        const newestMs = Math.max(...over.map((one) => Date.parse(one.testedAt)))
        const here = map.find(({ intervalM: [fromM, toM] }) => fromM < placeM && placeM < toM)!
        if (over.length === 0) expect(here.testedAt).toBeUndefined()
        else expect(Date.parse(here.testedAt!)).toBe(newestMs)
      }),
      { numRuns: 500 },
    )
  })

  it('dates the whole by the walks since then, which cover enough; a day later they do not (500 runs)', () => {
    fc.assert(
      fc.property(proofs, fc.double({ min: 0.1, max: 1, noNaN: true }), (walks, share) => {
        const since = (ms: number) =>
          coveredShare(
            1000,
            walks.filter((one) => Date.parse(one.testedAt) >= ms).flatMap((one) => one.covered),
          )
        const at = testedWholeAt(evidenceWith({ walks }), 1, share)
        if (at === undefined) expect(since(0)).toBeLessThan(share)
        else {
          expect(since(Date.parse(at))).toBeGreaterThanOrEqual(share - 1e-9)
          expect(since(Date.parse(at) + DAY_MS)).toBeLessThan(share)
        }
      }),
      { numRuns: 500 },
    )
  })
})
