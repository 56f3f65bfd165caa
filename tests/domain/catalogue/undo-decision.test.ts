import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyDecision } from '../../../src/domain/catalogue/apply-decision.ts'
import { isAction, namesOf } from '../../../src/domain/catalogue/decision.ts'
import { FIELD, move, playDesk } from './random-desk.ts'
import { decide, fold, lookupIn } from './sample-decisions.ts'

const history = fc.array(move, { maxLength: 30, size: 'max' }).map(playDesk)
const lookup = lookupIn(FIELD)

describe('undo, in random histories', () => {
  it('[M12] undoing gives back what was before, but for the mark and the numbers (1,000 runs)', () => {
    fc.assert(
      fc.property(history, (decisions) => {
        const before = fold(decisions.slice(0, -1), FIELD)
        const after = fold(decisions, FIELD)
        const last = after.applied.at(-1)
        if (!last || last !== decisions.at(-1)) return
        if (isAction(last, 'undo', 'publish', 'unpublish')) return
        const { target, observation, duplicate } = namesOf(last)
        const state =
          target === observation ? after.answers.get(target) : after.entities.get(target)
        const undo = decide(9000, 'undo', target, {
          undoes: last.id,
          basedOn: state?.properties.decision,
          observation,
          duplicate,
        })
        const undone = fold([...decisions, undo], FIELD)
        expect(undone.refused).toEqual(after.refused)
        for (const [id, entity] of undone.entities) {
          const former = before.entities.get(id)
          if (former) expect(unmarked(entity)).toEqual(unmarked(former))
          else expect(entity.properties.deleted).toMatchObject({ undone: true })
        }
        for (const [id, answer] of undone.answers) {
          const former = before.answers.get(id)
          if (former && !former.properties.deleted) expect(answer).toEqual(former)
          else expect(answer.properties.deleted).toMatchObject({ undone: true })
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('[M12] needs no more of the past than the decisions on its target and its duplicate (300 runs)', () => {
    fc.assert(
      fc.property(history, (decisions) => {
        for (const [i, decision] of decisions.entries()) {
          if (!isAction(decision, 'undo')) continue
          const before = fold(decisions.slice(0, i), FIELD)
          const { target, observation = '', duplicate = '' } = namesOf(decision)
          const applied = applyDecision(decision, {
            target: before.entities.get(target),
            duplicate: before.entities.get(duplicate),
            observation: lookup(observation),
            answer: before.answers.get(observation),
            history: before.applied.filter((one) =>
              [target, duplicate].includes(one.properties.target),
            ),
            lookup,
          })
          const after = fold(decisions.slice(0, i + 1), FIELD)
          expect(applied.ok).toBe(after.applied.includes(decision))
          for (const entity of applied.ok ? applied.changed : []) {
            const held = entity.properties.kind === 'answer' ? after.answers : after.entities
            expect(held.get(entity.id)).toEqual(entity)
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})

/** A state without what every decision leaves on it, and without the highest number given. */
function unmarked<E extends { properties: object }>(entity: E) {
  const properties: Record<string, unknown> = { ...entity.properties }
  for (const name of ['decision', 'decidedAt', 'versions']) delete properties[name]
  return { ...entity, properties }
}
