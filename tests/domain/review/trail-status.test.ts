import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrailProperties } from '../../../src/domain/catalogue/entity.ts'
import type { TrailEvidence } from '../../../src/domain/review/evidence.ts'
import { openGateItems, publicationGate } from '../../../src/domain/review/publication-gate.ts'
import { isToldByWalks, trailStatus } from '../../../src/domain/review/trail-status.ts'
import { NOW_MS, daysAgo, evidenceWith, found, trailWith, walked } from './sample-evidence.ts'

const published = { number: 1, at: daysAgo(5) }
const closure = { from: '2026-11-01T00:00:00Z', until: '2026-11-30T22:59:00Z', reason: 'Battue' }
const noWaivers = { lineFindings: [found('GEO-09')] }

const TABLE: [string, object, Partial<TrailEvidence>, Partial<TrailProperties>?][] = [
  ['a new trail with a sound line is to be tested', { id: 'to-test' }, {}],
  ['a new trail with a broken line is a draft', { id: 'draft' }, noWaivers],
  [
    'a broken line that staff waived may be tested',
    { id: 'to-test' },
    noWaivers,
    { waivers: [{ check: 'GEO-09', reason: 'Gué', decision: 'x' }] },
  ],
  [
    'a trail whose walks were all refused is to be tested',
    { id: 'to-test' },
    { walks: [walked({ state: 'refused' })] },
  ],
  [
    'a trail with a new line is to be tested again from nothing',
    { id: 'to-test' },
    { walks: [walked()] },
    { version: 2 },
  ],
  [
    'a trail walked in part is in test, with the share, pending walks included',
    { id: 'in-test', because: { share: 0.62 } },
    {
      walks: [walked({ covered: [[0, 400]] }), walked({ state: 'pending', covered: [[380, 620]] })],
    },
  ],
  [
    'walks on the former line are no share of the new one',
    { id: 'in-test', because: { share: 0.1 } },
    { walks: [walked(), walked({ trailVersion: 2, covered: [[0, 100]] })] },
    { version: 2 },
  ],
  [
    'a trail walked whole that waits for staff is in test',
    { id: 'in-test', because: { share: 1 } },
    { walks: [walked({ state: 'pending' })], undecided: 1 },
  ],
  [
    'a tested trail with things to settle says how many',
    { id: 'to-fix', because: { count: 4 } },
    { walks: [walked({ verdict: 'non-conforme' })], undecided: 2, blockingReports: 1 },
  ],
  [
    'a broken line that was walked anyway is to be mended',
    { id: 'to-fix', because: { count: 1 } },
    { ...noWaivers, walks: [walked()] },
  ],
  ['a tested trail with nothing against it is ready', { id: 'ready' }, { walks: [walked()] }],
  [
    'a published trail says when it was tested',
    { id: 'published', because: { testedAt: daysAgo(10) } },
    { walks: [walked()] },
    { published },
  ],
  [
    'a published trail stays so whatever comes in',
    { id: 'published', because: { testedAt: daysAgo(10) } },
    { walks: [walked()], undecided: 9, blockingReports: 2 },
    { published },
  ],
  [
    'a trail published before Jalon has no test to show',
    { id: 'published', because: {} },
    {},
    { published },
  ],
  [
    'the 365th day is still in time',
    { id: 'published', because: { testedAt: daysAgo(365) } },
    { walks: [walked({ testedAt: daysAgo(365) })] },
    { published },
  ],
  [
    'the day after, a new test is asked for',
    { id: 'to-retest', because: { testedAt: daysAgo(366), months: 12 } },
    { walks: [walked({ testedAt: daysAgo(366) })] },
    { published },
  ],
  [
    'fourteen months are said as fourteen',
    { id: 'to-retest', because: { testedAt: daysAgo(430), months: 14 } },
    { walks: [walked({ testedAt: daysAgo(430) })] },
    { published },
  ],
  [
    'never tested and published long ago is to be tested again',
    { id: 'to-retest', because: { months: 13 } },
    {},
    { published: { number: 1, at: daysAgo(400) } },
  ],
  [
    'a short walk yesterday does not make the whole trail young',
    { id: 'to-retest', because: { testedAt: daysAgo(500), months: 16 } },
    {
      walks: [
        walked({ testedAt: daysAgo(500) }),
        walked({ testedAt: daysAgo(1), covered: [[0, 100]] }),
      ],
    },
    { published },
  ],
  [
    'two halves make it as young as the older half',
    { id: 'published', because: { testedAt: daysAgo(20) } },
    {
      walks: [
        walked({ testedAt: daysAgo(500) }),
        walked({ testedAt: daysAgo(20), covered: [[0, 500]] }),
        walked({ testedAt: daysAgo(1), covered: [[500, 1000]] }),
      ],
    },
    { published },
  ],
  [
    'when the line has moved since, the test of what is published counts',
    { id: 'published', because: { testedAt: daysAgo(30) } },
    {
      walks: [
        walked({ testedAt: daysAgo(30) }),
        walked({ testedAt: daysAgo(1), trailVersion: 2, covered: [[0, 100]] }),
      ],
    },
    { published, version: 2 },
  ],
  [
    '[M20] [P14] a phone set to 2036 does not make a trail young for ten years',
    { id: 'to-retest', because: { testedAt: daysAgo(400), months: 13 } },
    { walks: [walked({ testedAt: '2036-01-01T00:00:00Z', receivedAt: daysAgo(400) })] },
    { published },
  ],
  [
    'a pending or refused walk renews nothing',
    { id: 'to-retest', because: { testedAt: daysAgo(400), months: 13 } },
    {
      walks: [
        walked({ testedAt: daysAgo(400) }),
        walked({ state: 'pending' }),
        walked({ state: 'refused' }),
      ],
    },
    { published: { number: 1, at: daysAgo(380) } },
  ],
  [
    'a closed trail says until when and why',
    { id: 'closed', because: { until: closure.until, reason: 'Battue' } },
    { walks: [walked()] },
    { published, closure },
  ],
  [
    'a closure without an end says why',
    { id: 'closed', because: { reason: 'Battue' } },
    {},
    { closure: { from: closure.from, reason: 'Battue' } },
  ],
  [
    'a closure to come does not close yet',
    { id: 'to-test' },
    {},
    { closure: { ...closure, from: daysAgo(-1), until: daysAgo(-9) } },
  ],
]

describe('[M18] the status of a trail', () => {
  it.each(TABLE)('%s', (_, status, evidence, properties = {}) => {
    expect(trailStatus(trailWith(properties), evidenceWith(evidence), NOW_MS)).toEqual(status)
  })

  it('a closure ends by itself, at its instant, whatever the time zone it was written in', () => {
    const trail = trailWith({ closure })
    const at = (instant: string) => trailStatus(trail, evidenceWith(), Date.parse(instant)).id
    expect(at('2026-10-31T23:59:59.999Z')).toBe('to-test')
    expect(at('2026-11-01T00:00:00Z')).toBe('closed')
    expect(at('2026-11-30T23:58:59.999+01:00')).toBe('closed')
    expect(at('2026-11-30T23:59:00+01:00')).toBe('to-test')
  })

  const interval = fc.tuple(fc.integer({ min: -50, max: 1050 }), fc.integer({ min: 0, max: 1050 }))
  const walk = fc
    .record({
      state: fc.constantFrom('pending', 'accepted', 'accepted', 'refused'),
      days: fc.integer({ min: -400, max: 900 }),
      trailVersion: fc.integer({ min: 1, max: 2 }),
      covered: fc.oneof(fc.constant([[0, 1000]]), fc.array(interval, { maxLength: 3 })),
      verdict: fc.constantFrom('conforme', 'avec-reserves', 'non-conforme', undefined),
    })
    .map(({ days, verdict, ...rest }) =>
      walked({
        ...rest,
        testedAt: daysAgo(days),
        ...(verdict && { verdict }),
      }),
    )
  const evidence = fc.record({
    walks: fc.array(walk, { maxLength: 4 }),
    lineFindings: fc.array(fc.constantFrom(found('GEO-09'), found('GEO-10', 'warning')), {
      maxLength: 2,
    }),
    undecided: fc.constantFrom(0, 0, 2),
    blockingReports: fc.constantFrom(0, 0, 1),
  })
  const properties = fc.record({
    version: fc.integer({ min: 1, max: 2 }),
    waivers: fc.constantFrom([], [{ check: 'GEO-09', reason: 'Gué', decision: 'x' }]),
    ...{ published: fc.constantFrom(undefined, undefined, published) },
    ...{
      closure: fc.constantFrom(undefined, undefined, closure, { ...closure, until: daysAgo(1) }),
    },
  })

  it('never contradicts the gate (2,000 runs)', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(evidence, properties, (known, some) => {
        const trail = trailWith(some as Partial<TrailProperties>)
        const all = evidenceWith(known)
        const status = trailStatus(trail, all, NOW_MS)
        const open = openGateItems(publicationGate(trail, all)).map((one) => one.id)
        const isClosed = some.closure !== undefined && Date.parse(some.closure.until) > NOW_MS
        seen.add(status.id)
        expect(status.id === 'closed').toBe(isClosed)
        if (isClosed) return
        expect(['published', 'to-retest'].includes(status.id)).toBe(some.published !== undefined)
        if (some.published) return
        expect(status.id === 'ready').toBe(open.length === 0)
        expect(['in-test', 'to-test', 'draft'].includes(status.id)).toBe(open.includes('coverage'))
        expect(status.id === 'to-fix').toBe(open.length > 0 && !open.includes('coverage'))
        if (status.id === 'draft') expect(open).toContain('errors')
      }),
      { numRuns: 2000 },
    )
    expect(seen.size).toBe(8)
  })

  it('is told by the walks alone where they are said to tell it (500 runs)', () => {
    let told = 0
    fc.assert(
      fc.property(evidence, properties, (known, some) => {
        const trail = trailWith(some as Partial<TrailProperties>)
        if (!isToldByWalks(trail, NOW_MS)) return
        told++
        const { walks } = evidenceWith(known)
        const walksAlone = { walks, lineFindings: [], undecided: 0, blockingReports: 0 }
        expect(trailStatus(trail, evidenceWith(walksAlone), NOW_MS)).toEqual(
          trailStatus(trail, evidenceWith(known), NOW_MS),
        )
      }),
      { numRuns: 500 },
    )
    expect(told).toBeGreaterThan(100)
  })

  it('does not depend on the order of the evidence (500 runs)', () => {
    fc.assert(
      fc.property(evidence, properties, (known, some) => {
        const trail = trailWith(some as Partial<TrailProperties>)
        const turned = { ...known, walks: [...known.walks].reverse() }
        expect(trailStatus(trail, evidenceWith(turned), NOW_MS)).toEqual(
          trailStatus(trail, evidenceWith(known), NOW_MS),
        )
        expect(publicationGate(trail, evidenceWith(turned))).toEqual(
          publicationGate(trail, evidenceWith(known)),
        )
      }),
      { numRuns: 500 },
    )
  })
})
