import type { Position } from 'geojson'
import type { AnswerEntity } from '../../../../domain/catalogue/entity.ts'
import type { ReviewedObservation } from '../../../../contract/desk.ts'
import type { ObservationKind } from '../../../../domain/observation/observation.ts'

export type RowState = 'undecided' | 'accepted' | 'merged' | 'refused'

/** One line of a trail's list. What is undecided has a pin label: the same on the map, the profile and the list. */
export interface ReviewRow {
  readonly id: string
  readonly kind: ObservationKind
  readonly state: RowState
  readonly reviewed: ReviewedObservation
  readonly pinLabel?: string
  readonly at?: Position
}

/** The order of work: walks and tests first, because they open the gate, then what they met on the way. */
const KIND_ORDER: readonly ObservationKind[] = [
  'track',
  'trail-test',
  'trail-report',
  'heritage-point',
  'all-clear',
]

/** Undecided first, oldest first within a kind; then what has been decided, newest first. */
export function reviewRows(observations: readonly ReviewedObservation[]): ReviewRow[] {
  const undecided = observations
    .filter((one) => !answerInForce(one))
    .sort((a, b) => rank(a) - rank(b) || a.receivedAt.localeCompare(b.receivedAt))
  const decided = observations
    .filter(answerInForce)
    .sort((a, b) => b.answer!.properties.decidedAt.localeCompare(a.answer!.properties.decidedAt))
  let number = 0
  return [...undecided, ...decided].map((reviewed) => {
    const { observation } = reviewed
    const answer = answerInForce(reviewed)
    const at = placeOf(reviewed)
    const isPinned = at !== undefined && !answer
    if (isPinned) number += 1
    return {
      id: observation.id,
      kind: observation.properties.kind,
      state: answer ? answer.properties.outcome : 'undecided',
      reviewed,
      ...(at ? { at } : {}),
      ...(isPinned ? { pinLabel: String(number) } : {}),
    }
  })
}

/** The answer that stands: one that was taken back leaves its observation waiting again. */
export function answerInForce({ answer }: ReviewedObservation): AnswerEntity | undefined {
  return answer?.properties.deleted ? undefined : answer
}

/** The row after the one that was just decided: the next undecided one, if any. */
export function nextUndecided(rows: readonly ReviewRow[], after: string): ReviewRow | undefined {
  const index = rows.findIndex((row) => row.id === after)
  const turned = [...rows.slice(index + 1), ...rows.slice(0, Math.max(0, index))]
  return turned.find((row) => row.state === 'undecided')
}

function rank({ observation }: ReviewedObservation): number {
  return KIND_ORDER.indexOf(observation.properties.kind)
}

/** Where a pin goes; walks and tests have no single place. */
function placeOf({ observation }: ReviewedObservation): Position | undefined {
  const { kind } = observation.properties
  if (kind === 'track' || kind === 'trail-test') return undefined
  const geometry = observation.geometry
  if (geometry?.type === 'Point') return geometry.coordinates
  if (geometry?.type === 'LineString') {
    return geometry.coordinates[Math.floor(geometry.coordinates.length / 2)]
  }
  return undefined
}
