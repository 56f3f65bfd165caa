import { canonicalJson } from '../observation/canonical.ts'
import type { DecisionRefusal, ObservationLookup } from './applied.ts'
import { applyDecision } from './apply-decision.ts'
import { namesOf, type Decision } from './decision.ts'
import type { AnswerEntity, CatalogueEntity } from './entity.ts'

/** A decision that could not be applied: kept whole, and shown beside what stood in its way. */
export interface RefusedDecision {
  readonly decision: Decision
  readonly code: DecisionRefusal
  readonly current?: CatalogueEntity
}

export interface Catalogue {
  /** Trails, heritage points and reports by id, deleted ones included. */
  readonly entities: ReadonlyMap<string, CatalogueEntity>
  /** Answers by the id of their observation, undone ones included. */
  readonly answers: ReadonlyMap<string, AnswerEntity>
  readonly applied: readonly Decision[]
  readonly refused: readonly RefusedDecision[]
}

/**
 * The whole catalogue of one territory, from its decisions in feed order and the observations they name.
 * The same decision again changes nothing; another one under the same id is refused as a conflict.
 */
export function foldCatalogue(decisions: Iterable<Decision>, lookup: ObservationLookup): Catalogue {
  const entities = new Map<string, CatalogueEntity>()
  const answers = new Map<string, AnswerEntity>()
  const seen = new Map<string, Decision>()
  const turns = new Map<string, Turn[]>()
  const applied: Decision[] = []
  const refused: RefusedDecision[] = []
  for (const decision of decisions) {
    const known = seen.get(decision.id)
    if (known) {
      if (!isSameRecord(known, decision)) refused.push({ decision, code: 'conflict' })
      continue
    }
    seen.set(decision.id, decision)
    const { target, observation, duplicate } = namesOf(decision)
    const outcome = applyDecision(decision, {
      target: entities.get(target),
      observation: observation === undefined ? undefined : lookup(observation),
      answer: observation === undefined ? undefined : answers.get(observation),
      duplicate: duplicate === undefined ? undefined : entities.get(duplicate),
      history: historyOf(decision, turns),
      lookup,
    })
    if (!outcome.ok) {
      const { code, current } = outcome
      refused.push(current ? { decision, code, current } : { decision, code })
      continue
    }
    const turn = { number: applied.push(decision), decision }
    const own = turns.get(target)
    if (own) own.push(turn)
    else turns.set(target, [turn])
    for (const entity of outcome.changed) {
      if (entity.properties.kind === 'answer') answers.set(entity.id, entity as AnswerEntity)
      else entities.set(entity.id, entity)
    }
  }
  return { entities, answers, applied, refused }
}

function isSameRecord(a: Decision, b: Decision): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b)
}

/** One applied decision, and its place in the feed. */
interface Turn {
  readonly number: number
  readonly decision: Decision
}

/** Only an undo looks back: at the decisions on its target and its duplicate. */
function historyOf(
  decision: Decision,
  turns: ReadonlyMap<string, readonly Turn[]>,
): readonly Decision[] {
  if (decision.properties.action !== 'undo') return []
  const { target, duplicate } = namesOf(decision)
  const own = turns.get(target) ?? []
  const others = duplicate === undefined ? [] : (turns.get(duplicate) ?? [])
  return [...own, ...others].sort((a, b) => a.number - b.number).map((turn) => turn.decision)
}
