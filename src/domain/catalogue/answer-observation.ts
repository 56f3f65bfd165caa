import { refused, type Applied, type DecisionContext } from './applied.ts'
import { isPointObservation } from './change-point.ts'
import { toAnswer, type AnsweringDecision } from './fold-answer.ts'
import { stepEntity } from './fold-entity.ts'

/**
 * Staff's answer to one observation. Accepting a heritage point or a report makes a catalogue entity,
 * whose new id is the decision's target; merging adds to an existing one; every other kind of
 * observation only gets its answer, and the target is the observation itself.
 */
export function answerObservation(decision: AnsweringDecision, context: DecisionContext): Applied {
  const { observation, answer, target } = context
  const { action, basedOn } = decision.properties
  if (!observation) return refused('no-such-observation')
  if (answer && !answer.properties.deleted) return refused('already-answered', answer)
  const given = toAnswer(decision, observation)
  const isItsOwnTarget = decision.properties.target === observation.id
  if (action === 'refuse' || !isPointObservation(observation)) {
    if (!isItsOwnTarget || action === 'merge') return refused('wrong-target', target)
    return { ok: true, changed: [given] }
  }
  if (isItsOwnTarget) return refused('wrong-target')
  if (target?.properties.deleted) return refused('deleted', target)
  if (action === 'merge' && !target) return refused('no-such-target')
  if (basedOn !== target?.properties.decision) return refused('conflict', target)
  if (action === 'accept' && target) return refused('already-exists', target)
  if (target && target.properties.kind !== observation.properties.kind) {
    return refused('wrong-target', target)
  }
  const entity = stepEntity(decision, decision.properties.target, target, () => observation)
  return { ok: true, changed: entity ? [entity, given] : [given] }
}
