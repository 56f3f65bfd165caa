import type { Observation } from '../observation/observation.ts'
import type { Decision } from './decision.ts'
import type { AnswerEntity, CatalogueEntity } from './entity.ts'

/** Why a decision cannot be applied to what the catalogue holds. It is kept, and shown. */
export type DecisionRefusal =
  | 'conflict'
  | 'no-such-target'
  | 'no-such-observation'
  | 'wrong-target'
  | 'already-answered'
  | 'already-exists'
  | 'not-published'
  | 'not-closed'
  | 'deleted'
  | 'published'
  | 'no-such-decision'
  | 'not-undoable'
  | 'already-undone'
  | 'not-last'

export type Applied =
  | { readonly ok: true; readonly changed: readonly CatalogueEntity[] }
  | { readonly ok: false; readonly code: DecisionRefusal; readonly current?: CatalogueEntity }

/** An observation by its id, wherever it is kept. */
export type ObservationLookup = (id: string) => Observation | undefined

/**
 * All that a decision may look at: nothing else of the catalogue matters to it. `namesOf(decision)` says
 * which things to read; they must be read in the transaction that writes the result.
 */
export interface DecisionContext {
  /** The entity that `decision.properties.target` names. Answers are not looked for here. */
  readonly target: CatalogueEntity | undefined
  /** The observation it names, and the answer that one already has. */
  readonly observation?: Observation | undefined
  readonly answer?: AnswerEntity | undefined
  /** For `absorb`: the entity that `duplicate` names. */
  readonly duplicate?: CatalogueEntity | undefined
  /** For `undo`: every applied decision whose target is its target or its duplicate, in feed order. */
  readonly history?: readonly Decision[]
  /** For `absorb` and `undo`: the observations that those decisions name. */
  readonly lookup?: ObservationLookup
}

export function refused(code: DecisionRefusal, current?: CatalogueEntity): Applied {
  return current ? { ok: false, code, current } : { ok: false, code }
}
