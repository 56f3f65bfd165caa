import type { DecisionContext } from '../../domain/catalogue/applied.ts'
import { isAction, namesOf, type Decision } from '../../domain/catalogue/decision.ts'
import { observationsOf } from '../../domain/catalogue/undo-decision.ts'
import type { StoreTransaction } from '../storage/store.ts'

const APPLIED = 'applied'

/** Reads all that a decision may look at, in the transaction that will write what follows from it. */
export async function readContext(
  tx: StoreTransaction,
  decision: Decision,
): Promise<DecisionContext> {
  const { territory } = decision.properties
  const names = namesOf(decision)
  const named = names.observation
  const history = isAction(decision, 'undo') ? await historyOf(tx, decision) : []
  const wanted = isAction(decision, 'absorb')
    ? decision.properties.observations
    : observationsOf(history)
  const found = await tx.observations.getMany(territory, [...wanted, ...(named ? [named] : [])])
  const observations = new Map(found.map(({ observation }) => [observation.id, observation]))
  return {
    target: await tx.catalogue.find(territory, names.target),
    observation: named ? observations.get(named) : undefined,
    answer: named ? await tx.catalogue.get(territory, 'answer', named) : undefined,
    duplicate: names.duplicate ? await tx.catalogue.find(territory, names.duplicate) : undefined,
    history,
    lookup: (id) => observations.get(id),
  }
}

/** Every applied decision about the target or the duplicate, in feed order. */
export async function historyOf(
  tx: StoreTransaction,
  decision: Decision,
): Promise<readonly Decision[]> {
  const { target, duplicate } = namesOf(decision)
  const { territory } = decision.properties
  const rows = await tx.decisions.list(territory, { target })
  const others = duplicate ? await tx.decisions.list(territory, { target: duplicate }) : []
  return [...rows, ...others]
    .filter(({ outcome }) => outcome === APPLIED)
    .sort((a, b) => a.seq - b.seq)
    .map((row) => row.decision)
}
