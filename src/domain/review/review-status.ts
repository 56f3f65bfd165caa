import type { AnswerEntity } from '../catalogue/entity.ts'
import type { Observation } from '../observation/observation.ts'

/** An observation and the account that sent it. */
export interface ReceivedObservation {
  readonly observation: Observation
  readonly author: string
}

/**
 * Review status of an observation: `waiting` for staff, `answered`, or `superseded` by its author's own
 * correction, which is what staff look at instead.
 */
export type ReviewStatus = 'waiting' | 'answered' | 'superseded'

/**
 * Review status of each observation; there is no fourth one, so none can be forgotten. A correction counts
 * when it comes from the same author, does not correct itself in a circle, and has not been refused: then
 * what it corrected waits again. Does not depend on the order of the list.
 */
export function reviewStatuses(
  received: readonly ReceivedObservation[],
  answerOf: (observation: string) => AnswerEntity | undefined,
): ReadonlyMap<string, ReviewStatus> {
  const authors = new Map(received.map(({ observation, author }) => [observation.id, author]))
  const corrections = new Map<string, string[]>()
  for (const { observation, author } of received) {
    const { corrects } = observation.properties
    if (corrects === undefined || authors.get(corrects) !== author) continue
    corrections.set(corrects, [...(corrections.get(corrects) ?? []), observation.id])
  }
  const outcomeOf = (id: string) => {
    const answer = answerOf(id)
    return answer && !answer.properties.deleted ? answer.properties.outcome : undefined
  }
  const statusOf = (id: string): ReviewStatus => {
    if (outcomeOf(id)) return 'answered'
    const later = laterThan(id, corrections)
    const isCorrected = !later.has(id) && [...later].some((one) => outcomeOf(one) !== 'refused')
    return isCorrected ? 'superseded' : 'waiting'
  }
  return new Map(received.map(({ observation: { id } }) => [id, statusOf(id)]))
}

/** Every correction of an observation, and of its corrections. */
function laterThan(
  id: string,
  corrections: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting = [...(corrections.get(id) ?? [])]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue
    found.add(next)
    waiting.push(...(corrections.get(next) ?? []))
  }
  return found
}
