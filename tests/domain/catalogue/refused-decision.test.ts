import { describe, expect, it } from 'vitest'
import type { Decision, DecisionAction } from '../../../src/domain/catalogue/decision.ts'
import { TRAIL, decide, idOf, lineFrom } from './sample-decisions.ts'
import {
  DOUBLE,
  FALLEN,
  LAVOIR,
  after,
  again,
  based,
  double,
  fallen,
  lavoir,
  seen,
  third,
  trail,
  treeAgain,
  walk,
} from './small-catalogue.ts'

describe('a decision that cannot be applied', () => {
  const publish = decide(120, 'publish', TRAIL, based(100))
  const close = decide(121, 'close', TRAIL, {
    ...based(100),
    from: '2026-05-01T00:00:00Z',
    reason: 'Coupe',
  })
  const gone = decide(122, 'delete', LAVOIR, { ...based(101), reason: 'Erreur' })
  const merge = decide(123, 'merge', LAVOIR, { ...based(101), observation: again.id })
  const one = (action: DecisionAction, target: string, fields: object, geometry: unknown = null) =>
    decide(130, action, target, fields as Record<string, unknown>, geometry)
  const named = { attributes: { name: 'Autre', slug: 'autre' } }
  const absorb = {
    ...based(101),
    duplicate: DOUBLE,
    duplicateBasedOn: double.id,
    observations: [third.id],
  }

  const refusals: [string, string, Decision[]][] = [
    [
      'a decision on a state that has moved',
      'conflict',
      [close, one('publish', TRAIL, based(100))],
    ],
    ['a decision that says no state', 'conflict', [one('publish', TRAIL, {})]],
    ['a decision on what never was', 'no-such-target', [one('publish', idOf(99), {})]],
    [
      'a second creation under one id',
      'already-exists',
      [one('create-trail', TRAIL, named, lineFrom(0))],
    ],
    [
      'an answer to what never came',
      'no-such-observation',
      [one('accept', idOf(60), { observation: idOf(98) })],
    ],
    [
      'a second answer',
      'already-answered',
      [one('refuse', seen.id, { observation: seen.id, reason: 'Flou' })],
    ],
    [
      'accepting into a thing that is there',
      'already-exists',
      [one('accept', LAVOIR, { ...based(101), observation: again.id })],
    ],
    [
      'accepting into an id just taken',
      'conflict',
      [one('accept', LAVOIR, { observation: again.id })],
    ],
    [
      'accepting a point as itself',
      'wrong-target',
      [one('accept', again.id, { observation: again.id })],
    ],
    [
      'accepting a walk as a thing',
      'wrong-target',
      [one('accept', idOf(60), { observation: walk.id })],
    ],
    ['merging a walk', 'wrong-target', [one('merge', walk.id, { observation: walk.id })]],
    [
      'merging a report into a wash-house',
      'wrong-target',
      [one('merge', LAVOIR, { ...based(101), observation: treeAgain.id })],
    ],
    [
      'merging into a trail',
      'wrong-target',
      [one('merge', TRAIL, { ...based(100), observation: again.id })],
    ],
    ['merging into nothing', 'no-such-target', [one('merge', idOf(97), { observation: again.id })]],
    [
      'refusing in the name of a thing',
      'wrong-target',
      [one('refuse', LAVOIR, { observation: again.id, reason: 'Flou' })],
    ],
    ['publishing a wash-house', 'wrong-target', [one('publish', LAVOIR, based(101))]],
    ['solving a wash-house', 'wrong-target', [one('solve', LAVOIR, based(101))]],
    [
      'correcting a trail as a point',
      'wrong-target',
      [one('correct', TRAIL, { ...based(100), corrections: {} })],
    ],
    [
      'unpublishing what is not published',
      'not-published',
      [one('unpublish', TRAIL, { ...based(100), reason: 'x' })],
    ],
    ['reopening what is not closed', 'not-closed', [one('reopen', TRAIL, based(100))]],
    [
      'deleting a published trail',
      'published',
      [publish, one('delete', TRAIL, { ...based(120), reason: 'x' })],
    ],
    [
      'moving the address of a published trail',
      'published',
      [publish, one('amend-trail', TRAIL, { ...based(120), attributes: { slug: 'b' } })],
    ],
    [
      '[P12] changing what was deleted',
      'deleted',
      [gone, one('correct', LAVOIR, { ...based(122), corrections: {} })],
    ],
    [
      '[P12] changing what was deleted meanwhile',
      'deleted',
      [gone, one('correct', LAVOIR, { ...based(101), corrections: {} })],
    ],
    [
      '[P12] merging into what was deleted',
      'deleted',
      [gone, one('merge', LAVOIR, { ...based(101), observation: again.id })],
    ],
    [
      '[P12] deleting twice',
      'deleted',
      [gone, one('delete', LAVOIR, { ...based(122), reason: 'x' })],
    ],
    [
      '[P12] absorbing what was deleted',
      'deleted',
      [
        gone,
        one('absorb', DOUBLE, {
          ...based(103),
          duplicate: LAVOIR,
          duplicateBasedOn: gone.id,
          observations: [seen.id],
        }),
      ],
    ],
    [
      'absorbing itself',
      'wrong-target',
      [one('absorb', LAVOIR, { ...absorb, duplicate: LAVOIR, duplicateBasedOn: lavoir.id })],
    ],
    [
      'absorbing a report into a wash-house',
      'wrong-target',
      [one('absorb', LAVOIR, { ...absorb, duplicate: FALLEN, duplicateBasedOn: fallen.id })],
    ],
    [
      'absorbing what never was',
      'no-such-target',
      [one('absorb', LAVOIR, { ...absorb, duplicate: idOf(96) })],
    ],
    [
      'absorbing a duplicate that has moved',
      'conflict',
      [one('absorb', LAVOIR, { ...absorb, duplicateBasedOn: lavoir.id })],
    ],
    [
      'absorbing with other observations',
      'conflict',
      [one('absorb', LAVOIR, { ...absorb, observations: [] })],
    ],
    [
      'undoing what was never decided',
      'no-such-decision',
      [one('undo', TRAIL, { ...based(100), undoes: idOf(95) })],
    ],
    [
      'undoing on another thing',
      'no-such-decision',
      [one('undo', LAVOIR, { ...based(101), undoes: trail.id })],
    ],
    [
      'undoing an answer without naming it',
      'wrong-target',
      [merge, one('undo', LAVOIR, { ...based(123), undoes: merge.id })],
    ],
    [
      'undoing on an old screen',
      'conflict',
      [merge, one('undo', LAVOIR, { ...based(101), undoes: merge.id, observation: again.id })],
    ],
    [
      'undoing under a later decision',
      'not-last',
      [close, one('undo', TRAIL, { ...based(121), undoes: trail.id })],
    ],
    [
      'undoing a publication',
      'not-undoable',
      [publish, one('undo', TRAIL, { ...based(120), undoes: publish.id })],
    ],
    [
      'undoing what was published since',
      'not-last',
      [
        close,
        decide(124, 'publish', TRAIL, based(121)),
        one('undo', TRAIL, { ...based(124), undoes: close.id }),
      ],
    ],
    [
      'undoing a merge into what was deleted',
      'deleted',
      [
        merge,
        decide(124, 'delete', LAVOIR, { ...based(123), reason: 'x' }),
        one('undo', LAVOIR, { ...based(124), undoes: merge.id, observation: again.id }),
      ],
    ],
    [
      'undoing twice',
      'already-undone',
      [
        close,
        decide(124, 'undo', TRAIL, { ...based(121), undoes: close.id }),
        one('undo', TRAIL, { ...based(124), undoes: close.id }),
      ],
    ],
    [
      'undoing an undo',
      'not-undoable',
      [
        close,
        decide(124, 'undo', TRAIL, { ...based(121), undoes: close.id }),
        one('undo', TRAIL, { ...based(124), undoes: idOf(124) }),
      ],
    ],
  ]
  it.each(refusals)('[M6] keeps and refuses %s: %s', (_, code, decisions) => {
    const before = after(...decisions.slice(0, -1))
    const { refused, codes, entities, answers } = after(...decisions)
    expect(before.codes).toEqual([])
    expect(codes).toEqual([code])
    expect(refused[0]!.decision).toBe(decisions.at(-1))
    expect([entities, answers]).toEqual([before.entities, before.answers])
  })

  it('[M5] a decision id that comes back with other content is a conflict, the first one stands', () => {
    const other = decide(101, 'delete', TRAIL, { ...based(100), reason: 'x' })
    expect(after(other).codes).toEqual(['conflict'])
    expect(after(other).trail).not.toHaveProperty('deleted')
  })
})
