import type { Observation } from '../observation/observation.ts'
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

export type Applied =
  | { readonly ok: true; readonly changed: readonly CatalogueEntity[] }
  | { readonly ok: false; readonly code: DecisionRefusal; readonly current?: CatalogueEntity }

/** All that a decision may look at: nothing else of the catalogue matters to it. */
export interface DecisionContext {
  /** The entity that `decision.properties.target` names. */
  readonly target: CatalogueEntity | undefined
  /** The observation it answers, when it answers one, and the answer that one already has. */
  readonly observation?: Observation | undefined
  readonly answer?: AnswerEntity | undefined
}
