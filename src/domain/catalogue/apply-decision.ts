import type { Applied, DecisionContext } from './applied.ts'
import { answerObservation } from './answer-observation.ts'
import { changeTrail, createTrail } from './change-trail.ts'
import { isAction, type Decision, type DecisionOf } from './decision.ts'
import type { CatalogueEntity } from './entity.ts'

/**
 * The fold step of the catalogue: one decision, applied to the one entity it names. Pure, so that the
 * log of decisions can be replayed anywhere and always gives the same catalogue. Returns the entities
 * that change, whole.
 */
export function applyDecision(decision: Decision, context: DecisionContext): Applied {
  const { properties } = decision
  const { target } = context
  if (target?.properties.deleted) return { ok: false, code: 'deleted', current: target }
  if (properties.basedOn !== target?.properties.decision) {
    return target
      ? { ok: false, code: 'conflict', current: target }
      : { ok: false, code: 'conflict' }
  }
  if (isAction(decision, 'create-trail')) return createTrail(decision, target)
  if (isAction(decision, 'accept', 'merge', 'refuse')) return answerObservation(decision, context)
  if (isAction(decision, 'delete')) return remove(decision, target)
  if (isAction(decision, 'solve')) return solve(decision, target)
  return changeTrail(decision, target)
}

function remove(decision: DecisionOf<'delete'>, target: CatalogueEntity | undefined): Applied {
  const { properties } = decision
  if (!target) return { ok: false, code: 'no-such-target' }
  const deleted = { at: properties.decidedAt, reason: properties.reason }
  return changed(target, decision, { deleted })
}

function solve(decision: DecisionOf<'solve'>, target: CatalogueEntity | undefined): Applied {
  if (!target) return { ok: false, code: 'no-such-target' }
  if (target.properties.kind !== 'trail-report') {
    return { ok: false, code: 'wrong-target', current: target }
  }
  return changed(target, decision, { status: 'solved' })
}

/** The target with some properties replaced and the decision's mark on it. */
function changed(target: CatalogueEntity, decision: Decision, properties: object): Applied {
  const mark = { decision: decision.id, decidedAt: decision.properties.decidedAt }
  const entity = { ...target, properties: { ...target.properties, ...properties, ...mark } }
  return { ok: true, changed: [entity as CatalogueEntity] }
}
