import { describe, expect, it } from 'vitest'
import type { TrailProperties, Waiver } from '../../../src/domain/catalogue/entity.ts'
import { coveredShare, type TrailEvidence } from '../../../src/domain/review/evidence.ts'
import { openGateItems, publicationGate } from '../../../src/domain/review/publication-gate.ts'
import { daysAgo, evidenceWith, found, trailWith, walked } from './sample-evidence.ts'

const waiver = { check: 'GEO-09', reason: 'Gué voulu', decision: 'x' }

const TABLE: [string, string[], Partial<TrailEvidence>, Partial<TrailProperties>?][] = [
  ['is open to a trail walked whole, with nothing against it', [], { walks: [walked()] }],
  ['asks for a test when there is none', ['coverage'], {}],
  [
    'does not count a walk that staff have not accepted',
    ['coverage'],
    { walks: [walked({ state: 'pending' })] },
  ],
  [
    'does not count a walk that staff have refused',
    ['coverage'],
    { walks: [walked({ state: 'refused' })] },
  ],
  [
    'does not count a walk on another version of the line',
    ['coverage'],
    { walks: [walked()] },
    { version: 2 },
  ],
  ['is content with 95 % of the trail', [], { walks: [walked({ covered: [[0, 950]] })] }],
  ['is not content with a metre less', ['coverage'], { walks: [walked({ covered: [[0, 949]] })] }],
  [
    'adds up what two testers walked',
    [],
    { walks: [walked({ covered: [[0, 600]] }), walked({ covered: [[500, 1000]] })] },
  ],
  [
    'counts every metre once',
    ['coverage'],
    { walks: [walked({ covered: [[0, 600]] }), walked({ covered: [[0, 600]] })] },
  ],
  [
    'counts no metre that is not on the line',
    ['coverage'],
    {
      walks: [
        walked({
          covered: [
            [-400, 300],
            [700, 1700],
          ],
        }),
      ],
    },
  ],
  [
    'stops at an error on the line',
    ['errors'],
    { walks: [walked()], lineFindings: [found('GEO-09')] },
  ],
  [
    'lets an error pass that staff waived in writing',
    [],
    { walks: [walked()], lineFindings: [found('GEO-09')] },
    { waivers: [waiver] },
  ],
  [
    'does not take a waiver for another rule',
    ['errors'],
    { walks: [walked()], lineFindings: [found('GEO-10')] },
    { waivers: [waiver] },
  ],
  [
    'does not stop at a warning',
    [],
    { walks: [walked()], lineFindings: [found('GEO-09', 'warning')] },
  ],
  [
    'waits for every observation to be answered',
    ['undecided'],
    { walks: [walked()], undecided: 2 },
  ],
  [
    'stops at a report that makes the trail impassable',
    ['reports'],
    { walks: [walked()], blockingReports: 1 },
  ],
  [
    'stops when the latest test says no',
    ['verdict'],
    {
      walks: [
        walked({ verdict: 'conforme', testedAt: daysAgo(9) }),
        walked({ verdict: 'non-conforme', testedAt: daysAgo(3) }),
      ],
    },
  ],
  [
    'opens again when a later test says yes',
    [],
    {
      walks: [
        walked({ verdict: 'conforme', testedAt: daysAgo(3) }),
        walked({ verdict: 'non-conforme', testedAt: daysAgo(9) }),
      ],
    },
  ],
  [
    'is not opened by a later walk that says nothing',
    ['verdict'],
    { walks: [walked({ testedAt: daysAgo(1) }), walked({ verdict: 'non-conforme' })] },
  ],
  [
    'does not hear a pending test say no',
    [],
    { walks: [walked(), walked({ state: 'pending', verdict: 'non-conforme' })] },
  ],
  [
    'hears the worse of two tests at one instant',
    ['verdict'],
    { walks: [walked({ verdict: 'conforme' }), walked({ verdict: 'non-conforme' })] },
  ],
  [
    '[M20] [P14] does not believe a phone that walks in the future',
    ['verdict'],
    {
      walks: [
        walked({ verdict: 'conforme', testedAt: '2036-01-01T00:00:00Z', receivedAt: daysAgo(5) }),
        walked({ verdict: 'non-conforme', testedAt: daysAgo(2) }),
      ],
    },
  ],
  [
    '[M20] [P14] knows that 10:00:00.500Z comes after 10:00:00Z',
    ['verdict'],
    {
      walks: [
        walked({ verdict: 'non-conforme', testedAt: '2026-10-01T10:00:00.500Z' }),
        walked({ verdict: 'conforme', testedAt: '2026-10-01T10:00:00Z' }),
      ],
    },
  ],
]

describe('[M17] the publication gate', () => {
  it.each(TABLE)('%s', (_, open, evidence, properties = {}) => {
    const gate = publicationGate(trailWith(properties), evidenceWith(evidence))
    expect(openGateItems(gate).map((one) => one.id)).toEqual(open)
    expect(gate.map((one) => one.id)).toEqual([
      'coverage',
      'errors',
      'undecided',
      'reports',
      'verdict',
    ])
    for (const item of gate) expect(item.done).toBe(item.count === 0)
  })

  it('says how many things keep it closed, and what share was walked', () => {
    const evidence = evidenceWith({
      walks: [walked({ covered: [[0, 250]] })],
      lineFindings: [found('GEO-09'), found('GEO-09'), found('GEO-10', 'warning')],
      undecided: 3,
    })
    const gate = publicationGate(trailWith(), evidence)
    expect(gate[0]).toMatchObject({ share: 0.25, count: 1 })
    expect(gate.map((one) => one.count)).toEqual([1, 2, 3, 0, 0])
  })

  it.each([
    ['no line', 0, [[0, 10]]],
    ['a line of no sense', Number.NaN, [[0, 10]]],
    ['nothing walked', 1000, []],
    ['an interval that goes backwards', 1000, [[900, 100]]],
  ])('covers nothing of %s', (_, lengthM, intervals) => {
    expect(coveredShare(lengthM, intervals as [number, number][])).toBe(0)
  })
})

describe('[M17] what the office waives in writing', () => {
  const given = (item: Waiver['item'], more: Partial<Waiver> = {}): Waiver => ({
    ...{ item: item!, count: 1, reason: 'Passage privé fermé', decision: 'x', at: daysAgo(5) },
    ...more,
  })
  const openWith = (evidence: Partial<TrailEvidence>, ...waivers: Waiver[]) =>
    openGateItems(publicationGate(trailWith({ waivers }), evidenceWith(evidence))).map(
      ({ id }) => id,
    )
  const most = walked({ covered: [[0, 940]] })

  it('holds for the share that was there, not for less', () => {
    expect(openWith({ walks: [most] }, given('coverage', { share: 0.94 }))).toEqual([])
    const less = walked({ covered: [[0, 900]] })
    expect(openWith({ walks: [less] }, given('coverage', { share: 0.94 }))).toEqual(['coverage'])
  })

  it('holds for as many answers and reports as were there, not for more', () => {
    const walks = [walked()]
    const waivers = [given('undecided', { count: 2 }), given('reports')]
    expect(openWith({ walks, undecided: 2, blockingReports: 1 }, ...waivers)).toEqual([])
    expect(openWith({ walks, undecided: 3, blockingReports: 2 }, ...waivers)).toEqual([
      'undecided',
      'reports',
    ])
  })

  it('holds for the verdict that was there, not for a later one', () => {
    const bad = walked({ verdict: 'non-conforme', testedAt: daysAgo(9) })
    const worse = walked({ verdict: 'non-conforme', testedAt: daysAgo(1) })
    expect(openWith({ walks: [bad] }, given('verdict'))).toEqual([])
    expect(openWith({ walks: [bad, worse] }, given('verdict'))).toEqual(['verdict'])
  })

  it('says the reason and what was missing, and never passes for done by itself', () => {
    const waivers = [given('coverage', { share: 0.94 })]
    const [item] = publicationGate(trailWith({ waivers }), evidenceWith({ walks: [most] }))
    expect(item).toMatchObject({
      done: true,
      share: 0.94,
      waived: { reason: 'Passage privé fermé' },
    })
    const whole = publicationGate(trailWith({ waivers }), evidenceWith({ walks: [walked()] }))
    expect(whole[0]).not.toHaveProperty('waived')
  })
})
