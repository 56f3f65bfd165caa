import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PointObservation } from '../../../src/domain/catalogue/change-point.ts'
import { distanceM } from '../../../src/domain/geo/plane.ts'
import { POINT_FIELDS } from '../../../src/domain/observation/point-fields.ts'
import {
  chosenValue,
  knownSince,
  mergeAsChosen,
  suggestedChoices,
  type FieldChoice,
  type FieldChoices,
} from '../../../src/domain/review/merge-choices.ts'
import { propose, type Proposal } from '../../../src/domain/review/proposal.ts'
import { decide, fold, idOf, observe, pointAt } from '../catalogue/sample-decisions.ts'

const THING = idOf(50)
const optional = <T>(values: readonly T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined })
const heritageMembers = fc.record(
  {
    heritageKind: fc.constantFrom('lavoir', 'croix'),
    name: optional(['Lavoir du Bourg', 'Croix du Plumier']),
    condition: optional(['bon', 'degrade', 'ruine']),
    access: optional(['libre', 'prive']),
    materials: optional([['pierre'], ['pierre', 'tuile']]),
    text: optional(['Une roue.', 'Plus de roue.']),
  },
  { requiredKeys: ['heritageKind'] },
)
const reportMembers = fc.record({
  category: fc.constantFrom('obstacle', 'vegetation'),
  magnitude: fc.constantFrom(0, 1, 2),
  text: optional(['Ronces', 'Un chêne']),
})
const choice = fc.oneof(
  fc.constant<FieldChoice>({ choice: 'keep' }),
  fc.constant<FieldChoice>({ choice: 'take' }),
  fc.constant<FieldChoice>({ choice: 'correct', value: undefined }),
)
/** What somebody types when they correct a member. */
const TYPED: Readonly<Record<string, unknown>> = {
  heritageKind: 'fontaine',
  name: 'Un autre nom',
  condition: 'moyen',
  materials: ['bois'],
  category: 'boue',
  magnitude: 1,
}
const places = fc
  .integer({ min: 0, max: 30 })
  .map((metres) => pointAt(-0.5, 43.7 + metres / 111_100))

describe('[M10] [P33] a merge is what its table says', () => {
  it.each([
    ['heritage-point', heritageMembers],
    ['trail-report', reportMembers],
  ] as const)('%s, field by field, whatever is ticked', (kind, members) => {
    const scene = fc.record({
      known: members as fc.Arbitrary<Record<string, unknown>>,
      seen: members as fc.Arbitrary<Record<string, unknown>>,
      at: places,
      choices: fc.array(choice, { minLength: 12, maxLength: 12 }),
    })
    fc.assert(
      fc.property(scene, ({ known, seen, at, choices }) => {
        const first = observe(10, kind, given(known), pointAt(-0.5))
        const second = observe(
          11,
          kind,
          { ...given(seen), ...(kind === 'heritage-point' ? { sameAs: THING } : {}) },
          at,
        )
        const accept = decide(100, 'accept', THING, { observation: first.id })
        const before = fold([accept], [first, second]).entities.get(THING)!
        const proposal = propose(second, [before], distanceM)
        fc.pre(proposal?.target === THING)
        const ticked: FieldChoices = Object.fromEntries(
          proposal.changes.map(({ field }, i) => {
            const one = choices[i]!
            return [field, one.choice === 'correct' ? { ...one, value: typed(field) } : one]
          }),
        )
        const { corrections, geometry } = mergeAsChosen(
          proposal,
          ticked,
          second as PointObservation,
        )
        const merge = decide(
          101,
          'merge',
          THING,
          { basedOn: accept.id, observation: second.id, corrections },
          geometry,
        )
        const { entities, refused } = fold([accept, merge], [first, second])
        expect(refused).toEqual([])
        const after = entities.get(THING)!
        const was = before.properties as unknown as Record<string, unknown>
        const is = after.properties as unknown as Record<string, unknown>
        for (const field of POINT_FIELDS[kind]) {
          const change = proposal.changes.find((one) => one.field === field)
          const table = change ? chosenValue(change, ticked[field]) : (was[field] ?? null)
          expect({ field, value: is[field] ?? null }).toEqual({ field, value: table })
        }
        const isMoved = ticked['geometry']?.choice === 'take'
        expect(after.geometry).toEqual(isMoved ? second.geometry : before.geometry)
        expect(is['observations']).toEqual([first.id, second.id])
      }),
    )
  })

  it('a choice for a member that does not differ says nothing', () => {
    const seen = observe(11, 'heritage-point', { name: 'Lavoir' }) as PointObservation
    const ticked = { name: { choice: 'take' }, geometry: { choice: 'take' } } as const
    expect(mergeAsChosen({ changes: [] }, ticked, seen)).toEqual({
      corrections: {},
      geometry: null,
    })
  })

  it('a stretch takes the place of a report, never that of a heritage point', () => {
    const stretch = {
      type: 'LineString',
      coordinates: [pointAt(-0.5).coordinates, pointAt(-0.51).coordinates],
    }
    const tree = observe(10, 'trail-report', { magnitude: 1 })
    const felled = observe(11, 'trail-report', { magnitude: 1 }, stretch)
    const point = observe(12, 'heritage-point')
    const other = observe(13, 'heritage-point')
    const { entities } = fold(
      [
        decide(100, 'accept', THING, { observation: tree.id }),
        decide(101, 'merge', THING, { basedOn: idOf(100), observation: felled.id }, stretch),
        decide(102, 'accept', idOf(51), { observation: point.id }),
        decide(103, 'merge', idOf(51), { basedOn: idOf(102), observation: other.id }, stretch),
      ],
      [tree, felled, point, other],
    )
    expect(entities.get(THING)!.geometry).toEqual(stretch)
    expect(entities.get(idOf(51))!.geometry).toEqual(point.geometry)
  })
})

const proposal = (more: Partial<Proposal>): Proposal => ({
  observation: idOf(11),
  change: 'amends',
  target: THING,
  knownAt: '2026-05-01T00:00:00Z',
  changes: [],
  reasons: [{ id: 'near-and-same-kind' }],
  ...more,
})
const condition = { field: 'condition', before: 'degrade', after: 'ruine' }
const name = { field: 'name', before: 'Lavoir', after: 'Vieux lavoir' }

describe('[M10] the choices that are offered first', () => {
  const offered = (more: Partial<Proposal>, seenAt = '2026-06-01T00:00:00Z') =>
    Object.fromEntries(
      Object.entries(suggestedChoices(proposal(more), seenAt)).map(([field, one]) => [
        field,
        one.choice,
      ]),
    )

  it('take what changes on the ground from the newest sight of it', () => {
    expect(offered({ changes: [condition, name] })).toEqual({ condition: 'take', name: 'keep' })
  })

  it('keep it when something younger is known, or nobody knows how old what is known is', () => {
    expect(offered({ changes: [condition] }, '2026-04-01T00:00:00Z')).toEqual({ condition: 'keep' })
    const { knownAt: _, ...undated } = proposal({ changes: [condition] })
    expect(suggestedChoices(undated, '2026-06-01T00:00:00Z')).toEqual({
      condition: { choice: 'keep' },
    })
  })

  it('fill in what is missing, and never move a thing by themselves', () => {
    const period = { field: 'period', before: null, after: 'XIXe' }
    const geometry = { field: 'geometry', before: [0, 0], after: [0, 1] }
    expect(offered({ changes: [period, geometry] }, '2026-04-01T00:00:00Z')).toEqual({
      period: 'take',
      geometry: 'keep',
    })
  })

  it('take all that its own author corrects, and no code that no list has', () => {
    const odd = { field: 'condition', before: null, after: 'etat-de-2031' }
    const reasons = [{ id: 'author-corrects' }] as const
    expect(offered({ changes: [name, odd], reasons })).toEqual({ name: 'take', condition: 'keep' })
  })
})

describe('how young the catalogue’s knowledge is', () => {
  const seen = (at: string) => observe(10, 'heritage-point', { createdAt: at })
  it('is that of the newest observation, or of the last correction that stands', () => {
    const correct = decide(110, 'correct', THING, { basedOn: idOf(100), corrections: {} })
    const undo = decide(111, 'undo', THING, { basedOn: idOf(110), undoes: correct.id })
    const [old, young] = [seen('2026-03-01T00:00:00Z'), seen('2026-04-01T00:00:00Z')]
    expect(knownSince([old, young], [])).toBe('2026-04-01T00:00:00.000Z')
    expect(knownSince([old], [correct])).toBe(new Date(correct.properties.decidedAt).toISOString())
    expect(knownSince([old], [correct, undo])).toBe('2026-03-01T00:00:00.000Z')
    expect(knownSince([], [])).toBeUndefined()
  })
})

function given(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
function typed(field: string): unknown {
  return TYPED[field] ?? (field === 'text' ? null : undefined)
}
