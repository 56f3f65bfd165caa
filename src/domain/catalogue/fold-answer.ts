import type { Observation } from '../observation/observation.ts'
import { isAction, type Decision, type DecisionOf } from './decision.ts'
import type { AnswerEntity } from './entity.ts'
import { undoings } from './fold-entity.ts'
import { defined } from '../observation/defined.ts'

export type AnsweringDecision = DecisionOf<'accept'> | DecisionOf<'merge'> | DecisionOf<'refuse'>

const OUTCOMES = { accept: 'accepted', merge: 'merged', refuse: 'refused' } as const

/**
 * What became of one observation, from the decisions that were applied, in feed order. An observation has
 * one answer at most: it is answered again only after the former answer was undone. An undone answer stays
 * as a tombstone, so that its author is told that the observation waits again.
 */
export function foldAnswer(
  observation: Observation,
  decisions: readonly Decision[],
): AnswerEntity | undefined {
  const last = decisions.filter((one) => isAnswerTo(one, observation.id)).at(-1)
  if (!last) return undefined
  const answer = toAnswer(last, observation)
  const undo = undoings(decisions).get(last.id)
  if (!undo) return answer
  const { decidedAt, reason = '' } = undo.properties
  const deleted = { at: decidedAt, reason, undone: true }
  return { ...answer, properties: { ...answer.properties, decision: undo.id, decidedAt, deleted } }
}

/** The answer that one decision gives. */
export function toAnswer(decision: AnsweringDecision, observation: Observation): AnswerEntity {
  const { id, properties } = decision
  const { territory, target, decidedAt } = properties
  return {
    type: 'Feature',
    id: observation.id,
    geometry: null,
    properties: {
      kind: 'answer',
      territory,
      outcome: OUTCOMES[properties.action],
      decision: id,
      decidedAt,
      ...defined({
        into: target === observation.id ? undefined : target,
        reason: properties.action === 'refuse' ? properties.reason : undefined,
        trail: observation.properties.trail,
      }),
    },
  }
}

function isAnswerTo(decision: Decision, observation: string): decision is AnsweringDecision {
  return (
    isAction(decision, 'accept', 'merge', 'refuse') &&
    decision.properties.observation === observation
  )
}
