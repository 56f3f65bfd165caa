import { describe, expect, it } from 'vitest'
import {
  namesOf,
  parseDecision,
  type DecisionAction,
} from '../../../src/domain/catalogue/decision.ts'
import { canonicalJson } from '../../../src/domain/observation/canonical.ts'
import { idOf, lineFrom, pointAt } from './sample-decisions.ts'

const [TARGET, SEEN, OTHER] = [idOf(1), idOf(2), idOf(3)]
const FIELDS: Record<DecisionAction, [object, geometry?: unknown]> = {
  'create-trail': [
    { attributes: { name: 'Boucle du moulin', slug: 'boucle-du-moulin' } },
    lineFrom(-0.5),
  ],
  'amend-trail': [{ attributes: { difficulty: 'facile', 'x-sit': 4 } }],
  'set-reference': [{ method: 'consensus' }, lineFrom(-0.4)],
  accept: [{ observation: SEEN, corrections: { name: 'Lavoir', text: null } }, pointAt(-0.5)],
  merge: [{ observation: SEEN }],
  refuse: [{ observation: SEEN, reason: 'Photo floue' }],
  correct: [{ corrections: { magnitude: 2 } }],
  absorb: [{ duplicate: OTHER, duplicateBasedOn: SEEN, observations: [SEEN] }],
  waive: [{ check: 'GEO-09', reason: 'Gué voulu' }],
  publish: [{}],
  unpublish: [{ reason: 'Éboulement' }],
  close: [{ from: '2026-05-01T00:00:00Z', until: '2026-06-01T00:00:00Z', reason: 'Coupe de bois' }],
  reopen: [{}],
  solve: [{ reason: 'Dégagé par la commune' }],
  delete: [{ reason: 'Saisi par erreur' }],
  undo: [{ undoes: SEEN }],
}
const ACTIONS = Object.keys(FIELDS) as DecisionAction[]

function raw(action: DecisionAction, change: object = {}) {
  const [fields, geometry = null] = FIELDS[action]
  return {
    type: 'Feature',
    id: idOf(9),
    geometry,
    properties: {
      kind: 'decision',
      schema: 1,
      territory: 'landes-chalosse',
      action,
      target: TARGET,
      decidedAt: '2026-05-02T08:00:00Z',
      ...fields,
      ...change,
    },
  }
}

describe('reading a decision', () => {
  it.each(ACTIONS)('[M1] keeps "%s" exactly as it was made, unknown members too', (action) => {
    const made = { ...raw(action, { note: '  à revoir ' }), 'x-desk': { version: 3 } }
    const parsed = parseDecision(made)
    expect(parsed).toEqual({ ok: true, decision: made })
    if (parsed.ok) expect(canonicalJson(parsed.decision)).toBe(canonicalJson(made))
  })

  it.each([
    ['no decision at all', null, undefined],
    ['a text', 'accept', undefined],
    ['no action', raw('publish', { action: undefined }), undefined],
    ['an action that is a method', raw('publish', { action: 'toString' }), 'properties.action'],
    [
      'a newer schema, whatever its action',
      raw('publish', { schema: 2, action: 'adopt' }),
      'properties.schema',
    ],
    ['no target', raw('publish', { target: undefined }), 'properties.target'],
    ['a refusal without a reason', raw('refuse', { reason: undefined }), 'properties.reason'],
    ['a reason made of spaces', raw('delete', { reason: ' \n ' }), 'properties.reason'],
    ['a waiver of no rule', raw('waive', { check: 'all' }), 'properties.check'],
    [
      'a trail name made of spaces',
      raw('create-trail', { attributes: { name: ' ', slug: 'a' } }),
      'properties.attributes.name',
    ],
    [
      'an address with a path trick',
      raw('create-trail', { attributes: { name: 'a', slug: '../a' } }),
      'properties.attributes.slug',
    ],
    [
      'a closure that ends before it begins',
      raw('close', { until: '2026-04-30T23:00:00Z' }),
      'properties.until',
    ],
    [
      'a closure that ends as it begins',
      raw('close', { until: '2026-05-01T00:00:00.000Z' }),
      'properties.until',
    ],
    [
      'a correction off the scale',
      raw('correct', { corrections: { magnitude: 7 } }),
      'properties.corrections.magnitude',
    ],
    [
      'an area for a merge',
      { ...raw('merge'), geometry: { type: 'Polygon', coordinates: [] } },
      'geometry',
    ],
    ['a reference without a line', { ...raw('set-reference'), geometry: null }, 'geometry'],
    [
      'a hostile member',
      JSON.parse(
        JSON.stringify(raw('publish')).replace('"kind"', '"__proto__":{},"kind"'),
      ) as unknown,
      'properties.__proto__',
    ],
  ])('[P09] refuses %s, naming the member', (_, made, field) => {
    expect(parseDecision(made)).toEqual(field === undefined ? { ok: false } : { ok: false, field })
  })

  it('[M3] says which things have to be read before it can be applied', () => {
    const names = (action: DecisionAction, change: object = {}) => {
      const parsed = parseDecision(raw(action, change))
      return parsed.ok ? namesOf(parsed.decision) : null
    }
    expect(names('merge')).toEqual({ target: TARGET, observation: SEEN })
    expect(names('absorb')).toEqual({ target: TARGET, duplicate: OTHER })
    expect(names('undo', { observation: SEEN })).toEqual({ target: TARGET, observation: SEEN })
    expect(names('undo')).toEqual({ target: TARGET })
    expect(names('close', { observation: SEEN, duplicate: OTHER })).toEqual({ target: TARGET })
  })
})
