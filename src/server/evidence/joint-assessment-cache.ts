import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import type { WalksAssessment } from '../../domain/checks/check-walks.ts'
import type { Finding } from '../../domain/checks/finding.ts'
import type { StoredObservation } from '../storage/records.ts'

/** What the walks of a trail say together, and of which walks and line that is true. */
export interface WalksTogether {
  readonly mark: string
  readonly assessment: WalksAssessment
}

/** Two walks can be compared; fewer say nothing together. */
export const LEAST_WALKS = 2
/** The youngest ones speak: the trail as it is today, at a bounded cost. */
const MOST_WALKS = 30
/** Made from private recordings, so kept in memory alone; made again after a start. */
const known = new Map<string, WalksTogether>()
const REMEMBERED = 2_000

/** The walks that count for a trail: not refused, not superseded, the youngest ones. */
export function walksThatCount(
  observations: readonly StoredObservation[],
  isRefused: (observation: string) => boolean,
): readonly StoredObservation[] {
  return observations
    .filter(({ observation }) => observation.properties.kind === 'track')
    .filter(({ observation }) => !isRefused(observation.id))
    .slice(-MOST_WALKS)
}

/** Says the same as long as line and walks are the same. */
export function markOfWalks(
  { properties }: TrailEntity,
  walks: readonly StoredObservation[],
): string {
  return `${properties.version} ${walks.map(({ observation }) => observation.id).join(' ')}`
}

/** What is known of these walks; nothing while it is being computed. */
export function recallTogether(trail: TrailEntity, mark: string): WalksAssessment | undefined {
  const before = known.get(keyOf(trail))
  return before?.mark === mark ? before.assessment : undefined
}

export function rememberTogether(trail: TrailEntity, together: WalksTogether): void {
  const key = keyOf(trail)
  known.delete(key)
  known.set(key, together)
  if (known.size > REMEMBERED) known.delete(known.keys().next().value!)
}

/**
 * Findings of several walks, as the office needs them: with too few walks for a consensus, nothing is
 * said of one.
 */
export function findingsTogether(assessment: WalksAssessment | undefined): readonly Finding[] {
  if (!assessment) return []
  const { consensus, findings } = assessment
  const few = consensus.doubt === 'no-track' || consensus.doubt === 'too-few-tracks'
  return few ? findings.filter(({ check }) => !check.startsWith('CNS-')) : findings
}

function keyOf({ id, properties }: TrailEntity): string {
  return `${properties.territory}/${id}`
}
