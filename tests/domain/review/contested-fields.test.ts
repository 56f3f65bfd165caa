import { describe, expect, it } from 'vitest'
import type { Decision } from '../../../src/domain/catalogue/decision.ts'
import { isNamedIn } from '../../../src/domain/catalogue/fold-entity.ts'
import { contestedFields } from '../../../src/domain/review/contested-fields.ts'
import {
  TRAIL,
  decide,
  fold,
  idOf,
  lineFrom,
  lookupIn,
  observe,
  pointAt,
} from '../catalogue/sample-decisions.ts'

/**
 * Two people, one thing. The situations are those that field tools test themselves with: the rebase
 * conflicts of geodiff, the two-client deltas of QFieldCloud, the offline entities of ODK Central.
 */
const LAVOIR = idOf(50)
const seen = observe(10, 'heritage-point', { name: 'Lavoir', condition: 'bon' })
const late = observe(11, 'heritage-point', { name: 'Lavoir', text: 'Vu en mai' })
const lookup = lookupIn([seen, late])
const START = [
  decide(100, 'accept', LAVOIR, { observation: seen.id }),
  decide(
    101,
    'create-trail',
    TRAIL,
    { attributes: { name: 'Boucle', slug: 'boucle', difficulty: 'facile' } },
    lineFrom(-0.5),
  ),
]

const correct = (n: number, basedOn: number, corrections: object, place: unknown = null) =>
  decide(n, 'correct', LAVOIR, { basedOn: idOf(basedOn), corrections }, place)
const amend = (n: number, basedOn: number, attributes: object) =>
  decide(n, 'amend-trail', TRAIL, { basedOn: idOf(basedOn), attributes })
const remove = (n: number, basedOn: number) =>
  decide(n, 'delete', LAVOIR, { basedOn: idOf(basedOn), reason: 'Doublon' })

/** Folds some decisions and says what became of them, and what is at stake in those that were refused. */
function settle(...decisions: Decision[]) {
  const { entities, applied, refused } = fold([...START, ...decisions], [seen, late])
  const stakes = refused.map(({ decision, code }) => {
    const { target } = decision.properties
    const own = applied.filter((one) => isNamedIn(one, target))
    return { code, fields: contestedFields(decision, own, lookup) }
  })
  return { lavoir: entities.get(LAVOIR)!.properties, trail: entities.get(TRAIL)!, refused, stakes }
}

/** Every payload is still there, refused or not. */
function expectKept(decisions: readonly Decision[]) {
  const { applied, refused } = fold([...START, ...decisions], [seen, late])
  expect(new Set([...applied, ...refused.map((one) => one.decision)])).toEqual(
    new Set([...START, ...decisions]),
  )
}

describe('[P11] two people on one thing', () => {
  it('[M14] different members: the second is a conflict without a clash, and can be made again (geodiff 1, ODK soft)', () => {
    const [a, b] = [
      correct(110, 100, { condition: 'mauvais' }),
      correct(111, 100, { name: 'Lavoir du bourg' }),
    ]
    const { lavoir, stakes } = settle(a, b)
    expect(lavoir).toMatchObject({ name: 'Lavoir', condition: 'mauvais' })
    expect(stakes).toEqual([
      {
        code: 'conflict',
        fields: [
          {
            field: 'name',
            base: 'Lavoir',
            current: 'Lavoir',
            wanted: 'Lavoir du bourg',
            clash: false,
          },
        ],
      },
    ])
    const again = correct(112, 110, { name: 'Lavoir du bourg' })
    expect(settle(a, b, again).lavoir).toMatchObject({
      name: 'Lavoir du bourg',
      condition: 'mauvais',
    })
    expectKept([a, b, again])
  })

  it('[M14] the same members to the same values: nothing is at stake (geodiff 2)', () => {
    const both = { name: 'Lavoir du bourg', condition: 'mauvais' }
    const { lavoir, stakes } = settle(correct(110, 100, both), correct(111, 100, both))
    expect(lavoir).toMatchObject(both)
    expect(stakes).toEqual([{ code: 'conflict', fields: [] }])
  })

  it('[M14] the same members to other values: the first stands, each member is listed (geodiff 3, ODK hard)', () => {
    const { lavoir, stakes } = settle(
      correct(110, 100, { name: 'A', condition: 'moyen' }),
      correct(111, 100, { name: 'B', condition: 'mauvais' }),
    )
    expect(lavoir).toMatchObject({ name: 'A', condition: 'moyen' })
    expect(stakes[0]!.fields).toEqual([
      { field: 'name', base: 'Lavoir', current: 'A', wanted: 'B', clash: true },
      { field: 'condition', base: 'bon', current: 'moyen', wanted: 'mauvais', clash: true },
    ])
  })

  it('[M14] one member alike, one not: only that one is listed (geodiff 4)', () => {
    const { stakes } = settle(
      correct(110, 100, { name: 'A', condition: 'moyen' }),
      correct(111, 100, { name: 'B', condition: 'moyen' }),
    )
    expect(stakes[0]!.fields).toMatchObject([{ field: 'name', current: 'A', wanted: 'B' }])
  })

  it('[M14] a member taken away against a member changed is a clash', () => {
    const { lavoir, stakes } = settle(
      correct(110, 100, { name: 'A' }),
      correct(111, 100, { name: null }),
    )
    expect(lavoir).toMatchObject({ name: 'A' })
    expect(stakes[0]!.fields).toEqual([
      { field: 'name', base: 'Lavoir', current: 'A', wanted: null, clash: true },
    ])
  })

  it('[M14] a point moved by two people is a clash of places, not the last one’s word (QFieldCloud)', () => {
    const { stakes } = settle(
      correct(110, 100, {}, pointAt(-0.51)),
      correct(111, 100, {}, pointAt(-0.52)),
    )
    expect(stakes[0]!.fields).toEqual([
      {
        field: 'geometry',
        base: pointAt(-0.5),
        current: pointAt(-0.51),
        wanted: pointAt(-0.52),
        clash: true,
      },
    ])
  })

  it('[M14] two reference lines at once: one is version 2, the other is shown beside it', () => {
    const set = (n: number, lon: number, method: string) =>
      decide(n, 'set-reference', TRAIL, { basedOn: idOf(101), method }, lineFrom(lon))
    const { trail, stakes, refused } = settle(set(110, -0.4, 'consensus'), set(111, -0.3, 'drawn'))
    expect(trail.properties).toMatchObject({ version: 2, referenceMethod: 'consensus' })
    expect(trail.geometry).toEqual(lineFrom(-0.4))
    expect(refused[0]!.decision.geometry).toEqual(lineFrom(-0.3))
    expect(stakes[0]!.fields).toEqual([
      {
        field: 'referenceMethod',
        base: 'import',
        current: 'consensus',
        wanted: 'drawn',
        clash: true,
      },
      {
        field: 'geometry',
        base: lineFrom(-0.5),
        current: lineFrom(-0.4),
        wanted: lineFrom(-0.3),
        clash: true,
      },
    ])
  })

  it('[M14] a line and a name at once: no clash', () => {
    const line = decide(
      110,
      'set-reference',
      TRAIL,
      { basedOn: idOf(101), method: 'drawn' },
      lineFrom(-0.4),
    )
    const { stakes } = settle(line, amend(111, 101, { name: 'Grande boucle' }))
    expect(stakes[0]!.fields).toMatchObject([
      { field: 'attributes.name', wanted: 'Grande boucle', clash: false },
    ])
  })

  it('[M7] decisions in a row on one screen are no conflict (ODK, one branch in order)', () => {
    const { lavoir, refused } = settle(
      correct(110, 100, { name: 'A' }),
      correct(111, 110, { name: 'B' }),
      correct(112, 111, { condition: 'moyen' }),
    )
    expect(refused).toEqual([])
    expect(lavoir).toMatchObject({ name: 'B', condition: 'moyen' })
  })

  it('[M7] a row that was interrupted stops at the interruption, and is kept (ODK, interleaved)', () => {
    const decisions = [
      correct(110, 100, { name: 'A' }),
      correct(111, 110, { text: 'Sur place' }),
      correct(112, 110, { condition: 'moyen' }),
      correct(113, 112, { condition: 'mauvais' }),
    ]
    const { lavoir, stakes } = settle(...decisions)
    expect(lavoir).toMatchObject({ name: 'A', text: 'Sur place', condition: 'bon' })
    expect(stakes.map((one) => one.code)).toEqual(['conflict', 'conflict'])
    expect(stakes[0]!.fields).toMatchObject([{ field: 'condition', clash: false }])
    expectKept(decisions)
  })

  it('[M7] the second of a row before the first is refused, not applied to another state (ODK, backwards)', () => {
    const [first, second] = [correct(110, 100, { name: 'A' }), correct(111, 110, { name: 'B' })]
    expect(settle(second, first).lavoir).toMatchObject({ name: 'A' })
    expect(settle(second, first).stakes).toMatchObject([{ code: 'conflict' }])
    expect(settle(second, first, correct(112, 110, { name: 'B' })).lavoir).toMatchObject({
      name: 'B',
    })
  })

  it('[M7] a change before the creation it speaks of is kept and refused (ODK, update before create)', () => {
    const other = idOf(60)
    const change = decide(110, 'correct', other, { basedOn: idOf(111), corrections: { name: 'A' } })
    const create = decide(111, 'accept', other, { observation: late.id })
    const { refused } = settle(change, create)
    expect(refused).toMatchObject([{ code: 'no-such-target', decision: change }])
    expectKept([change, create])
  })

  it('[M7] two creations from one observation: one thing, not two (QFieldCloud, geodiff inserts)', () => {
    const [a, b] = [60, 61].map((n) => decide(50 + n, 'accept', idOf(n), { observation: late.id }))
    const { entities, refused } = fold([...START, a!, b!], [seen, late])
    expect([entities.has(idOf(60)), entities.has(idOf(61))]).toEqual([true, false])
    expect(refused).toMatchObject([
      { code: 'already-answered', current: { properties: { into: idOf(60) } } },
    ])
  })

  it('[M7] two creations from two observations are two things', () => {
    const first = decide(110, 'accept', idOf(60), { observation: late.id })
    expect(settle(first).refused).toEqual([])
  })

  it('[M5] the same change twice is one change (QFieldCloud, pushed twice)', () => {
    const change = correct(110, 100, { name: 'A' })
    expect(settle(change, structuredClone(change), change).refused).toEqual([])
    const other = correct(110, 100, { name: 'B' })
    const { lavoir, refused } = settle(change, other)
    expect(lavoir).toMatchObject({ name: 'A' })
    expect(refused).toEqual([{ decision: other, code: 'conflict' }])
  })

  it('[M11] [P12] changed here, deleted there: deleted stays, the change is shown (geodiff, mergin-4335)', () => {
    const { lavoir, stakes } = settle(remove(110, 100), correct(111, 100, { condition: 'mauvais' }))
    expect(lavoir.deleted).toMatchObject({ reason: 'Doublon' })
    expect(stakes).toEqual([
      {
        code: 'deleted',
        fields: [
          { field: 'condition', base: 'bon', current: 'bon', wanted: 'mauvais', clash: false },
        ],
      },
    ])
  })

  it('[M11] [P12] deleted here, changed there: the change stands, the deletion is shown', () => {
    const { lavoir, stakes } = settle(correct(110, 100, { condition: 'mauvais' }), remove(111, 100))
    expect(lavoir).not.toHaveProperty('deleted')
    expect(stakes[0]).toMatchObject({
      code: 'conflict',
      fields: [{ field: 'deleted', current: null, clash: false }],
    })
  })

  it('[M11] [P12] deleted by two people is deleted once (geodiff, two deletes)', () => {
    const { lavoir, stakes } = settle(remove(110, 100), remove(111, 100))
    expect(lavoir.decision).toBe(idOf(110))
    expect(stakes[0]!.code).toBe('deleted')
  })

  it('[M12] undone by one, built upon by another: the second is told', () => {
    const name = correct(110, 100, { name: 'A' })
    const undo = decide(111, 'undo', LAVOIR, { basedOn: idOf(110), undoes: name.id })
    const { lavoir, stakes } = settle(name, undo, correct(112, 110, { condition: 'moyen' }))
    expect(lavoir).toMatchObject({ name: 'Lavoir', condition: 'bon' })
    expect(stakes[0]).toMatchObject({
      code: 'conflict',
      fields: [{ field: 'condition', clash: false }],
    })
  })

  it('[M14] a decision on a state that nobody ever saw: all that differs is a clash', () => {
    const { stakes } = settle(amend(110, 999, { name: 'Autre', slug: 'boucle' }))
    expect(stakes[0]!.fields).toEqual([
      { field: 'attributes.name', base: null, current: 'Boucle', wanted: 'Autre', clash: true },
    ])
  })
})
