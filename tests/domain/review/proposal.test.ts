import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision } from '../../../src/domain/catalogue/decision.ts'
import { distanceM } from '../../../src/domain/geo/plane.ts'
import type { Observation } from '../../../src/domain/observation/observation.ts'
import { propose } from '../../../src/domain/review/proposal.ts'
import { decide, fold, idOf, observe, photo, pointAt } from '../catalogue/sample-decisions.ts'

/** Degrees of latitude that make some metres. */
const north = (metres: number) => pointAt(-0.5, 43.7 + metres / 111_100)
const stretch = (...metres: number[]) => ({
  type: 'LineString',
  coordinates: metres.map((one) => north(one).coordinates),
})
const [LAVOIR, DOUBLE, TREE, FENCE] = [idOf(50), idOf(51), idOf(52), idOf(53)]

const lavoir = observe(
  10,
  'heritage-point',
  { name: 'Lavoir de l’Église', condition: 'bon', materials: ['pierre', 'tuile'] },
  north(0),
)
const double = observe(11, 'heritage-point', { name: 'Petit lavoir' }, north(8))
const tree = observe(12, 'trail-report', { category: 'obstacle', magnitude: 1 }, north(0))
const fence = observe(
  13,
  'trail-report',
  { category: 'cloture', magnitude: 1 },
  stretch(400, 500, 600, 700, 800, 900),
)
const START = [
  decide(100, 'accept', LAVOIR, { observation: lavoir.id }),
  decide(101, 'accept', TREE, { observation: tree.id }),
  decide(103, 'accept', FENCE, { observation: fence.id }),
]
const doubled = decide(102, 'accept', DOUBLE, { observation: double.id })

function proposed(observation: Observation, ...decisions: Decision[]) {
  const { entities, refused } = fold(
    [...START, ...decisions],
    [lavoir, double, tree, fence, observation],
  )
  expect(refused).toEqual([])
  const proposal = propose(observation, [...entities.values()], distanceM)
  const reasons = proposal?.reasons.map((one) => one.id)
  return { ...proposal, reasons, fields: proposal?.changes.map((one) => one.field) }
}
const point = (metres: number, properties: object = {}) =>
  observe(20, 'heritage-point', properties as Record<string, unknown>, north(metres))

const based = (n: number) => ({ basedOn: idOf(n) })
const gone = decide(110, 'delete', LAVOIR, { ...based(100), reason: 'Saisi deux fois' })
const absorbed = decide(111, 'absorb', LAVOIR, {
  ...based(100),
  duplicate: DOUBLE,
  duplicateBasedOn: doubled.id,
  observations: [double.id],
})

const TABLE: [string, Observation, object, Decision[]?][] = [
  ['something 26 m away is new', point(26), { change: 'new', reasons: ['nothing-near'] }],
  [
    'the same kind 24 m away is the same thing',
    point(24),
    { change: 'confirms', target: LAVOIR, reasons: ['near-and-same-kind'] },
  ],
  ['a bad fix looks farther', point(60, { accuracyM: 40 }), { change: 'confirms', target: LAVOIR }],
  [
    'however bad the fix, beyond 100 m it is new',
    point(110, { accuracyM: 500 }),
    { change: 'new' },
  ],
  ['another kind beside it is new', point(2, { heritageKind: 'croix' }), { change: 'new' }],
  [
    'another kind of the same name is the same thing, with the kind in question',
    point(2, { heritageKind: 'fontaine', name: ' LAVOIR de l’eglise' }),
    {
      change: 'amends',
      target: LAVOIR,
      reasons: ['near-and-same-name'],
      fields: ['heritageKind', 'name'],
    },
  ],
  [
    'two things without a name are not of the same name',
    point(2, { heritageKind: 'croix', name: '…' }),
    { change: 'new' },
  ],
  [
    '[P11] what differs is listed, field by field',
    point(2, { condition: 'mauvais', text: 'Toit effondré' }),
    {
      change: 'amends',
      changes: [
        { field: 'condition', before: 'bon', after: 'mauvais' },
        { field: 'text', before: null, after: 'Toit effondré' },
      ],
    },
  ],
  [
    'what says the same, in as many words, confirms',
    point(2, { condition: 'bon', materials: ['pierre', 'tuile'] }),
    { change: 'confirms', changes: [] },
  ],
  [
    'what is not said is no difference',
    point(2, { photos: [photo('f')] }),
    { change: 'confirms', changes: [] },
  ],
  [
    'a list that differs is listed whole',
    point(2, { materials: ['pierre'] }),
    { changes: [{ field: 'materials', before: ['pierre', 'tuile'], after: ['pierre'] }] },
  ],
  [
    'its author knows better than the distance',
    point(90, { sameAs: LAVOIR }),
    { change: 'amends', target: LAVOIR, reasons: ['author-says-same'], fields: ['geometry'] },
  ],
  [
    'its author knows better than what is nearer',
    point(8, { sameAs: LAVOIR }),
    { target: LAVOIR, reasons: ['author-says-same'] },
    [doubled],
  ],
  ['of two near, the nearer', point(7), { target: DOUBLE }, [doubled]],
  [
    '[P15] its author’s correction goes to what the first one became',
    point(300, { corrects: lavoir.id, condition: 'mauvais' }),
    {
      change: 'amends',
      target: LAVOIR,
      reasons: ['author-corrects'],
      fields: ['condition', 'geometry'],
    },
  ],
  [
    '[P12] a late sight of a deleted thing is a conflict to settle, with what it says',
    point(2, { condition: 'mauvais' }),
    {
      change: 'conflicts',
      target: LAVOIR,
      reasons: ['near-and-same-kind', 'deleted-since'],
      fields: ['condition'],
    },
    [gone],
  ],
  [
    '[P12] also when its author recognised it',
    point(90, { sameAs: LAVOIR }),
    { change: 'conflicts', target: LAVOIR, reasons: ['author-says-same', 'deleted-since'] },
    [gone],
  ],
  [
    'what stands goes before what was deleted nearer',
    point(1),
    { change: 'confirms', target: DOUBLE },
    [doubled, gone],
  ],
  [
    'a duplicate leads to the thing that took its observations',
    point(9, { sameAs: DOUBLE }),
    { change: 'confirms', target: LAVOIR },
    [doubled, absorbed],
  ],
  [
    'a thing whose making was undone is nothing to be the same as',
    point(8, { heritageKind: 'croix', name: 'Petit lavoir' }),
    { change: 'new' },
    [
      doubled,
      decide(112, 'undo', DOUBLE, { ...based(102), undoes: doubled.id, observation: double.id }),
    ],
  ],
  [
    'a report of the same category is the same obstacle',
    observe(20, 'trail-report', { category: 'obstacle', magnitude: 2 }, north(10)),
    { change: 'amends', target: TREE, changes: [{ field: 'magnitude', before: 1, after: 2 }] },
  ],
  [
    'a report of another category is not',
    observe(20, 'trail-report', { category: 'boue' }, north(0)),
    { change: 'new' },
  ],
  [
    'a solved report is not seen again: it is a new one',
    observe(20, 'trail-report', { category: 'obstacle', magnitude: 1 }, north(0)),
    { change: 'new' },
    [decide(113, 'solve', TREE, based(101))],
  ],
  [
    'a stretch that passes by it, at any of its vertices, is the same obstacle',
    observe(
      20,
      'trail-report',
      { category: 'obstacle', magnitude: 1 },
      stretch(-99, 3, 99, 200, 300),
    ),
    { change: 'confirms', target: TREE },
  ],
  [
    'a place on a known stretch, at any of its vertices, is the same obstacle',
    observe(20, 'trail-report', { category: 'cloture', magnitude: 1 }, north(503)),
    { change: 'confirms', target: FENCE },
  ],
]

describe('[M16] what an observation would change', () => {
  it.each(TABLE)('%s', (_, observation, expected, decisions = []) => {
    expect(proposed(observation, ...decisions)).toMatchObject(expected)
  })

  it('other kinds of observation propose nothing', () => {
    for (const kind of ['track', 'all-clear', 'trail-test'] as const) {
      expect(propose(observe(20, kind), [], distanceM)).toBeNull()
    }
  })

  it('does not depend on the order in which the catalogue is read', () => {
    const entities = [
      ...fold([...START, doubled, gone], [lavoir, double, tree, fence]).entities.values(),
    ]
    const seen = point(4)
    expect(propose(seen, entities.toReversed(), distanceM)).toEqual(
      propose(seen, entities, distanceM),
    )
  })

  it('[P11] two observations of one thing never overwrite each other: merged, both are there', () => {
    const other = point(2, { condition: 'mauvais' })
    const merge = decide(120, 'merge', LAVOIR, { ...based(100), observation: other.id })
    const { entities } = fold([...START, merge], [lavoir, tree, fence, other])
    expect(entities.get(LAVOIR)!.properties).toMatchObject({
      condition: 'bon',
      observations: [lavoir.id, other.id],
    })
  })

  const described = fc.record(
    {
      name: fc.constantFrom('Lavoir', 'lavoir ', 'Le Lavoir'),
      condition: fc.constantFrom('bon', 'mauvais'),
      materials: fc.constantFrom(['pierre'], ['pierre', 'tuile'], ['tuile', 'pierre']),
      text: fc.constantFrom('Vu en mai', 'Vu en juin'),
    },
    { requiredKeys: [], noNullPrototype: true },
  )

  it('[P11] lists exactly what the second says otherwise, and merging keeps what the first said (300 runs)', () => {
    fc.assert(
      fc.property(described, described, (one, other) => {
        const first = observe(30, 'heritage-point', one, north(0))
        const second = observe(31, 'heritage-point', other, north(5))
        const accept = decide(130, 'accept', idOf(70), { observation: first.id })
        const known = [...fold([accept], [first]).entities.values()]
        const proposal = propose(second, known, distanceM)!
        const differing = Object.entries(other).filter(
          ([field, value]) => !isDeepStrictEqual(value, one[field as keyof typeof one]),
        )
        expect(new Map(proposal.changes.map((it) => [it.field, it.after]))).toEqual(
          new Map(differing),
        )
        const fields = { ...based(130), observation: second.id }
        const merged = fold([accept, decide(131, 'merge', idOf(70), fields)], [first, second])
        const { properties } = merged.entities.get(idOf(70))!
        expect(properties).toMatchObject({ ...one, observations: [first.id, second.id] })
        for (const [field] of differing) {
          if (!(field in one)) expect(properties).not.toHaveProperty(field)
        }
      }),
      { numRuns: 300 },
    )
  })
})
