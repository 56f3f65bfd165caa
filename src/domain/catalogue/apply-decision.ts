import { answerObservation } from './answer-observation.ts'
import { refused, type Applied, type DecisionContext, type DecisionRefusal } from './applied.ts'
import { isPointEntity } from './change-point.ts'
import { TRAIL_ACTIONS } from './change-trail.ts'
import { isAction, type Decision, type DecisionOf } from './decision.ts'
import type { CatalogueEntity } from './entity.ts'
import { stepEntity } from './fold-entity.ts'
import { undoDecision } from './undo-decision.ts'

/**
 * The fold step of the catalogue: one decision, applied to the one thing it names. Pure, so that the
 * log of decisions can be replayed anywhere and always gives the same catalogue. Returns the entities
 * that change, whole. The rules are in docs/merge.md.
 */
export function applyDecision(decision: Decision, context: DecisionContext): Applied {
  if (isAction(decision, 'undo')) return undoDecision(decision, context)
  if (isAction(decision, 'accept', 'merge', 'refuse')) return answerObservation(decision, context)
  const { target } = context
  const { basedOn, target: id } = decision.properties
  if (target?.properties.deleted) return refused('deleted', target)
  if (isAction(decision, 'create-trail')) {
    if (target) return refused(basedOn ? 'conflict' : 'already-exists', target)
    return stepped(decision, context, [id])
  }
  if (!target) return refused('no-such-target')
  if (basedOn !== target.properties.decision) return refused('conflict', target)
  const code = whyNot(decision, target)
  if (code) return refused(code, target)
  if (isAction(decision, 'absorb')) return absorb(decision, context)
  return stepped(decision, context, [id])
}

function stepped(decision: Decision, context: DecisionContext, ids: readonly string[]): Applied {
  const { target, duplicate, lookup = () => undefined } = context
  const changed = ids
    .map((id) => stepEntity(decision, id, id === duplicate?.id ? duplicate : target, lookup))
    .filter((one) => one !== undefined)
  return { ok: true, changed }
}

/** What the target's kind or state does not allow. */
function whyNot(decision: Decision, target: CatalogueEntity): DecisionRefusal | null {
  const { properties } = target
  if (properties.kind === 'answer') return 'wrong-target'
  if (isAction(decision, ...TRAIL_ACTIONS) && properties.kind !== 'trail') return 'wrong-target'
  if (isAction(decision, 'correct', 'absorb') && !isPointEntity(target)) return 'wrong-target'
  if (isAction(decision, 'solve') && properties.kind !== 'trail-report') return 'wrong-target'
  if (properties.kind !== 'trail') return null
  if (isAction(decision, 'unpublish') && !properties.published) return 'not-published'
  if (isAction(decision, 'reopen') && !properties.closure) return 'not-closed'
  if (isAction(decision, 'delete') && properties.published) return 'published'
  if (isAction(decision, 'amend-trail')) {
    const { slug } = decision.properties.attributes
    const moves = slug !== undefined && slug !== properties.attributes.slug
    if (moves && properties.publications > 0) return 'published'
  }
  return null
}

/** Two entities that are one thing. Both must stand where staff saw them. */
function absorb(decision: DecisionOf<'absorb'>, context: DecisionContext): Applied {
  const { target, duplicate, lookup } = context
  const { duplicateBasedOn, observations } = decision.properties
  if (!duplicate) return refused('no-such-target')
  if (duplicate.properties.deleted) return refused('deleted', duplicate)
  const isOfItsKind = duplicate.properties.kind === target?.properties.kind
  if (duplicate.id === target?.id || !isOfItsKind || !isPointEntity(duplicate)) {
    return refused('wrong-target', duplicate)
  }
  const seen = duplicate.properties.observations.join() === observations.join()
  if (duplicateBasedOn !== duplicate.properties.decision || !seen) {
    return refused('conflict', duplicate)
  }
  if (observations.some((id) => !lookup?.(id))) return refused('no-such-observation')
  return stepped(decision, context, [decision.properties.target, duplicate.id])
}
