import { namesOf, type Decision } from '../../domain/catalogue/decision.ts'
import { observationsOf } from '../../domain/catalogue/undo-decision.ts'
import { contestedFields, type ContestedField } from '../../domain/review/contested-fields.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { historyOf } from './decision-context.ts'

/** What a decision that was refused as a conflict wanted to change, beside what stands now. */
export async function readContested(
  tx: StoreTransaction,
  decision: Decision,
): Promise<readonly ContestedField[]> {
  const history = await historyOf(tx, decision)
  const named = namesOf(decision).observation
  const wanted = [...observationsOf(history), ...(named ? [named] : [])]
  const found = await tx.observations.getMany(decision.properties.territory, wanted)
  const observations = new Map(found.map(({ observation }) => [observation.id, observation]))
  return contestedFields(decision, history, (id) => observations.get(id))
}
