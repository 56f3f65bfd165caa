import { refused, type Applied, type DecisionContext } from './applied.ts'
import { isAction, namesOf, type Decision, type DecisionOf } from './decision.ts'
import { foldAnswer } from './fold-answer.ts'
import { foldEntity, isNamedIn, undoings } from './fold-entity.ts'

/**
 * Takes one decision back: whatever it changed is folded again without it. Only the latest standing
 * decision on a thing can be undone, but for `merge` and `absorb`, which add to a thing and can be taken
 * out from between others. What was published is never undone: it is followed by a new decision.
 */
export function undoDecision(decision: DecisionOf<'undo'>, context: DecisionContext): Applied {
  const { history = [], observation, answer, target } = context
  const { undoes, basedOn } = decision.properties
  const names = namesOf(decision)
  const undone = history.find((one) => one.id === undoes)
  if (!undone) return refused('no-such-decision')
  const current = names.observation === names.target ? answer : target
  if (!namesTheSame(undone, decision)) return refused('wrong-target', current)
  if (isAction(undone, 'undo', 'publish', 'unpublish')) return refused('not-undoable', current)
  if (undoings(history).has(undoes)) return refused('already-undone', current)
  if (basedOn !== current?.properties.decision) return refused('conflict', current)
  if (current?.properties.deleted && !isAction(undone, 'delete')) return refused('deleted', current)
  if (!isAction(undone, 'merge', 'absorb') && hasStandingAfter(undone, history)) {
    return refused('not-last', current)
  }
  const lookup = context.lookup ?? ((id) => (id === observation?.id ? observation : undefined))
  if (observationsOf(history).some((id) => !lookup(id))) return refused('no-such-observation')
  const log = [...history, decision]
  const entities = [names.target, names.duplicate]
    .filter((id) => id !== undefined)
    .map((id) => foldEntity(id, log, lookup))
  const reopened = observation && foldAnswer(observation, log)
  return { ok: true, changed: [...entities, reopened].filter((one) => one !== undefined) }
}

function namesTheSame(a: Decision, b: Decision): boolean {
  const [one, other] = [namesOf(a), namesOf(b)]
  return (
    one.target === other.target &&
    one.observation === other.observation &&
    one.duplicate === other.duplicate
  )
}

function hasStandingAfter(decision: Decision, history: readonly Decision[]): boolean {
  const undoneBy = undoings(history)
  return history
    .slice(history.indexOf(decision) + 1)
    .filter((later) => isNamedIn(later, decision.properties.target))
    .some((later) => !isAction(later, 'undo') && !undoneBy.has(later.id))
}

/** Every observation that has to be at hand for folding a history again. */
export function observationsOf(history: readonly Decision[]): readonly string[] {
  const ids = history.flatMap((one) =>
    isAction(one, 'absorb') ? one.properties.observations : (namesOf(one).observation ?? []),
  )
  return [...new Set(ids)]
}
