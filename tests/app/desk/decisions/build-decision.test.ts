import { describe, expect, it } from 'vitest'
import * as build from '../../../../src/app/desk/decisions/build-decision.ts'
import { applyDecision } from '../../../../src/domain/catalogue/apply-decision.ts'
import { parseDecision } from '../../../../src/domain/catalogue/decision.ts'
import type {
  AnswerEntity,
  HeritageEntity,
  ReportEntity,
} from '../../../../src/domain/catalogue/entity.ts'
import { FAKE_NOW_MS, FAKE_TERRITORY, fakeIds, fakeTrail } from '../../../support/fake-desk-api.ts'
import { heritage, report, walk } from '../../../support/fake-desk-data.ts'

const newId = fakeIds(500)
const making = { newId, nowMs: () => FAKE_NOW_MS, territory: FAKE_TERRITORY.id }
const trail = fakeTrail(newId(), 'Essai')

const coordinates = [
  [0, 43],
  [0, 44],
]
const recorded = [...coordinates, [0, 44.001]]

describe('the decisions of the desk', () => {
  it('are all readable at the server’s border', () => {
    const lavoir = heritage(trail, [-0.6, 43.7], {})
    const made = applyDecision(build.accept(making, lavoir), {
      target: undefined,
      observation: lavoir.observation,
    })
    if (!made.ok) throw new Error(made.code)
    const entity = made.changed[0] as HeritageEntity
    const answer = made.changed[1] as AnswerEntity
    const list = [
      build.accept(making, lavoir, { name: 'Lavoir', condition: null }),
      build.merge(making, lavoir, entity),
      build.refuse(making, lavoir, ' trop loin '),
      build.undoAnswer(making, answer, entity),
      build.correct(making, entity, { name: 'Lavoir neuf' }),
      build.createTrail(making, { name: 'Tour', slug: 'tour' }, { coordinates, recorded }),
      build.amendTrail(making, trail, { name: 'Autre' }),
      build.setReference(making, trail, trail.geometry, 'consensus', ''),
      build.absorb(making, entity, { ...entity, id: newId() }),
      build.waive(making, trail, 'GEO-09', 'voulu'),
      build.publish(making, trail),
      build.unpublish(making, trail, 'erreur'),
      build.close(making, trail, { reason: 'coupe', until: '2027-01-01T00:00:00Z' }),
      build.reopen(making, trail),
      build.solve(making, entity as unknown as ReportEntity),
      build.remove(making, entity, 'doublon'),
      build.remove(making, entity, 'jugement', true),
    ]
    for (const decision of list) {
      expect(parseDecision(JSON.parse(JSON.stringify(decision)))).toMatchObject({ ok: true })
    }
  })

  it('accept a walk as its own target, and a point as a new thing', () => {
    const walked = walk(trail, [[0, 4_000]])
    expect(build.accept(making, walked).properties.target).toBe(walked.observation.id)
    const lavoir = heritage(trail, [-0.6, 43.7], {})
    const decision = build.accept(making, lavoir)
    expect(decision.properties.target).not.toBe(lavoir.observation.id)
    expect(decision.properties.basedOn).toBeUndefined()
  })

  it('[P11] say on what state they were made', () => {
    expect(build.publish(making, trail).properties.basedOn).toBe(trail.properties.decision)
  })

  it('refuse, then take the refusal back: the observation waits again', () => {
    const { observation } = report(trail, [-0.6, 43.7], {})
    const refusal = build.refuse(making, { ...report(trail, [0, 43], {}), observation }, 'connu')
    const refused = applyDecision(refusal, { target: undefined, observation })
    if (!refused.ok) throw new Error(refused.code)
    const answer = refused.changed[0] as AnswerEntity
    expect(answer.properties).toMatchObject({ outcome: 'refused', reason: 'connu' })
    const undone = applyDecision(build.undoAnswer(making, answer, undefined), {
      target: undefined,
      observation,
      answer,
      history: [refusal],
    })
    expect(undone).toMatchObject({
      ok: true,
      changed: [{ properties: { deleted: { undone: true } } }],
    })
  })
})
