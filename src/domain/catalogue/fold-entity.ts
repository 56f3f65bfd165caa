import type { ObservationLookup } from './applied.ts'
import {
  addObservation,
  correctPoint,
  createPoint,
  isPointEntity,
  isPointObservation,
  type PointEntity,
} from './change-point.ts'
import { TRAIL_ACTIONS, changeTrail, createTrail, isTrail, nextVersion } from './change-trail.ts'
import { isAction, namesOf, type Decision, type DecisionOf } from './decision.ts'
import type { CatalogueEntity, Tombstone } from './entity.ts'

/**
 * One entity, made again from the decisions that name it: those that were applied, in feed order, undone
 * ones left out. This is what the catalogue means by "the state of": a rebuild and an undo both come here.
 * `undefined` when none of them makes it, or when its first observation cannot be looked up.
 */
export function foldEntity(
  id: string,
  decisions: readonly Decision[],
  lookup: ObservationLookup,
): CatalogueEntity | undefined {
  const own = decisions.filter((decision) => isNamedIn(decision, id))
  const undoneBy = undoings(own)
  let entity: CatalogueEntity | undefined
  for (const decision of own) {
    if (undoneBy.has(decision.id)) entity = entity && keepNumbers(decision, entity)
    else entity = stepEntity(decision, id, entity, lookup)
  }
  const last = own.at(-1)
  if (!entity) return last && neverMade(id, own, undoneBy, lookup)
  return last && stamped(entity, last)
}

/** Whether a decision is about that entity, as its target or as the duplicate that goes. */
export function isNamedIn(decision: Decision, id: string): boolean {
  const { target, duplicate } = namesOf(decision)
  return target === id || duplicate === id
}

/** Which decisions were taken back, and by which undo. */
export function undoings(decisions: readonly Decision[]): ReadonlyMap<string, DecisionOf<'undo'>> {
  const undos = decisions.filter((one): one is DecisionOf<'undo'> => isAction(one, 'undo'))
  return new Map(undos.map((undo) => [undo.properties.undoes, undo]))
}

/**
 * What one decision makes of one entity that it names, without asking whether it may: that is asked once,
 * when it is applied. What does not fit is left as it was.
 */
export function stepEntity(
  decision: Decision,
  id: string,
  before: CatalogueEntity | undefined,
  lookup: ObservationLookup,
): CatalogueEntity | undefined {
  const after = changed(decision, id, before, lookup)
  return after && after !== before ? stamped(after, decision) : after
}

function changed(
  decision: Decision,
  id: string,
  before: CatalogueEntity | undefined,
  lookup: ObservationLookup,
): CatalogueEntity | undefined {
  if (isAction(decision, 'create-trail')) return createTrail(decision)
  if (isAction(decision, 'accept')) {
    const observation = lookup(decision.properties.observation)
    return observation && isPointObservation(observation)
      ? createPoint(decision, observation)
      : before
  }
  if (!before) return undefined
  const { decidedAt: at } = decision.properties
  if (isAction(decision, 'delete')) {
    return withTombstone(before, { at, reason: decision.properties.reason })
  }
  if (isTrail(before)) {
    return isAction(decision, ...TRAIL_ACTIONS) ? changeTrail(decision, before) : before
  }
  return isPointEntity(before) ? changedPoint(decision, id, before, lookup) : before
}

function changedPoint(
  decision: Decision,
  id: string,
  before: PointEntity,
  lookup: ObservationLookup,
): PointEntity {
  if (isAction(decision, 'merge')) {
    const { observation, corrections } = decision.properties
    const seen = addAll(before, [observation], lookup)
    return correctPoint(seen, corrections ?? {}, decision.geometry)
  }
  if (isAction(decision, 'absorb')) {
    const { duplicate, observations, corrections, decidedAt, reason, target } = decision.properties
    if (id === duplicate) {
      return withTombstone(before, { at: decidedAt, reason: reason ?? '', into: target })
    }
    return correctPoint(addAll(before, observations, lookup), corrections ?? {}, null)
  }
  if (isAction(decision, 'correct')) {
    return correctPoint(before, decision.properties.corrections, decision.geometry)
  }
  if (isAction(decision, 'solve') && before.properties.kind === 'trail-report') {
    return { ...before, properties: { ...before.properties, status: 'solved' } }
  }
  return before
}

function addAll(
  entity: PointEntity,
  observations: readonly string[],
  lookup: ObservationLookup,
): PointEntity {
  return observations
    .map(lookup)
    .filter((one) => one !== undefined)
    .filter(isPointObservation)
    .reduce(addObservation, entity)
}

/** The version of an undone reference line is not given again: walks may have tested it. */
function keepNumbers(decision: Decision, entity: CatalogueEntity): CatalogueEntity {
  if (!isTrail(entity) || !isAction(decision, 'set-reference')) return entity
  const versions = nextVersion(entity.properties)
  return { ...entity, properties: { ...entity.properties, versions } }
}

/** Its making was undone: what it was, marked as gone, for readers who have seen it. */
function neverMade(
  id: string,
  own: readonly Decision[],
  undoneBy: ReadonlyMap<string, DecisionOf<'undo'>>,
  lookup: ObservationLookup,
): CatalogueEntity | undefined {
  for (const decision of own) {
    const made = stepEntity(decision, id, undefined, lookup)
    const undo = undoneBy.get(decision.id)
    if (!made || !undo) continue
    const { decidedAt: at, reason = '' } = undo.properties
    return stamped(withTombstone(made, { at, reason, undone: true }), own.at(-1)!)
  }
  return undefined
}

function withTombstone<E extends CatalogueEntity>(entity: E, deleted: Tombstone): E {
  return { ...entity, properties: { ...entity.properties, deleted } }
}

function stamped<E extends CatalogueEntity>(entity: E, { id, properties }: Decision): E {
  const stamp = { decision: id, decidedAt: properties.decidedAt }
  return { ...entity, properties: { ...entity.properties, ...stamp } }
}
