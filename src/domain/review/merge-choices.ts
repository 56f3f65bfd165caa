import type { PointObservation } from '../catalogue/change-point.ts'
import { isAction, type Correction, type Decision, type DecisionOf } from '../catalogue/decision.ts'
import { undoings } from '../catalogue/fold-entity.ts'
import type { Observation } from '../observation/observation.ts'
import {
  ACCESS,
  CONDITIONS,
  HERITAGE_KINDS,
  MATERIALS,
  OWNERSHIP,
  PROTECTION,
  REPORT_CATEGORIES,
  type Term,
} from '../observation/vocabularies.ts'
import type { FieldChange, Proposal } from './proposal.ts'

/** What becomes of one member on which the catalogue and an observation differ. */
export type FieldChoice =
  { readonly choice: 'keep' | 'take' } | { readonly choice: 'correct'; readonly value: unknown }
/** By the name of the member; one that is not named is kept. */
export type FieldChoices = Readonly<Record<string, FieldChoice>>

const KEEP: FieldChoice = { choice: 'keep' }

/** Members that change on the ground: the newest sight of them is the true one. The others are only filled in. */
const CHANGES_WITH_TIME = new Set(['condition', 'access', 'magnitude', 'subtype'])

const TERMS: Readonly<Record<string, readonly Term[]>> = {
  heritageKind: HERITAGE_KINDS,
  condition: CONDITIONS,
  access: ACCESS,
  ownership: OWNERSHIP,
  protection: PROTECTION,
  materials: MATERIALS,
  category: REPORT_CATEGORIES,
  subtype: REPORT_CATEGORIES.flatMap((category) => category.subtypes),
}

/**
 * Field-level merge, the choices offered first: the newest plausible value of each differing member. Taken is what
 * the catalogue lacks, what its author corrects, and what changes on the ground when nothing younger is known;
 * a code that no vocabulary has is never taken unasked.
 * @param seenAt when it was seen, ISO 8601; not after it was received
 */
export function suggestedChoices(proposal: Proposal, seenAt: string): FieldChoices {
  const isOwnCorrection = proposal.reasons.some(({ id }) => id === 'author-corrects')
  const { knownAt } = proposal
  const isNewest = knownAt !== undefined && Date.parse(seenAt) > Date.parse(knownAt)
  const suggested = proposal.changes.map((change): [string, FieldChoice] => {
    const isTaken =
      isPlausible(change) &&
      (isOwnCorrection ||
        (change.before === null && change.field !== 'geometry') ||
        (isNewest && CHANGES_WITH_TIME.has(change.field)))
    return [change.field, isTaken ? { choice: 'take' } : KEEP]
  })
  return Object.fromEntries(suggested)
}

/** What a member of the table is after the merge. */
export function chosenValue({ before, after }: FieldChange, choice: FieldChoice = KEEP): unknown {
  if (choice.choice === 'correct') return choice.value ?? null
  return choice.choice === 'take' ? after : before
}

/** The content of a `merge` decision that makes the thing what the table says (promise P33). */
export interface ChosenMerge {
  readonly corrections: Correction
  /** The place, when it is taken over. */
  readonly geometry: DecisionOf<'merge'>['geometry']
}

/**
 * Field-level merge, the choices made: every member that is ticked as taken or corrected, and nothing else. A
 * magnitude that is kept is said as well, because a merge that says nothing of it keeps the worse one (M10).
 */
export function mergeAsChosen(
  { changes }: Pick<Proposal, 'changes'>,
  choices: FieldChoices,
  observation: PointObservation,
): ChosenMerge {
  const said = changes
    .filter(({ field }) => field !== 'geometry')
    .filter(({ field }) => field === 'magnitude' || (choices[field] ?? KEEP).choice !== 'keep')
    .map((change) => [change.field, chosenValue(change, choices[change.field])])
  const isMoved =
    choices['geometry']?.choice === 'take' && changes.some(({ field }) => field === 'geometry')
  return {
    corrections: Object.fromEntries(said) as Correction,
    geometry: isMoved ? observation.geometry : null,
  }
}

/**
 * How young the catalogue's knowledge of a thing is: its newest observation, or the last correction of staff that
 * stands. ISO 8601; `undefined` when nothing says so.
 * @param history the decisions on the thing that were applied, in feed order
 */
export function knownSince(
  observations: readonly Observation[],
  history: readonly Decision[],
): string | undefined {
  const undone = undoings(history)
  const corrected = history.filter((one) => isAction(one, 'correct') && !undone.has(one.id))
  const instants = [
    ...observations.map(({ properties }) => properties.createdAt),
    ...corrected.map(({ properties }) => properties.decidedAt),
  ].map((at) => Date.parse(at))
  return instants.length > 0 ? new Date(Math.max(...instants)).toISOString() : undefined
}

function isPlausible({ field, after }: FieldChange): boolean {
  const terms = TERMS[field]
  if (!terms) return true
  const codes: readonly unknown[] = Array.isArray(after) ? after : [after]
  return codes.every((code) => terms.some(({ id }) => id === code))
}
