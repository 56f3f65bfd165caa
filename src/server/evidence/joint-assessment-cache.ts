import { LRUCache } from 'lru-cache'
import type { TrailEntity } from '../../domain/catalogue/entity.ts'
import type { WalksAssessment } from '../../domain/checks/check-walks.ts'
import { INDEPENDENT_WITNESSES } from '../../domain/consensus/doubts.ts'
import type { Finding } from '../../domain/checks/finding.ts'
import type { StoredObservation } from '../storage/records.ts'

/**
 * LRU cache of what the walks of a trail say together (the joint assessment). Made from private recordings, so kept
 * in memory alone; made again after a start.
 */
export interface JointAssessmentCache {
  /** What is known of these walks; nothing while it is being computed. */
  readonly get: (trail: TrailEntity, cacheKey: string) => WalksAssessment | undefined
  readonly put: (trail: TrailEntity, cacheKey: string, assessment: WalksAssessment) => void
}

/** Two walks can be compared; fewer say nothing together. */
export const LEAST_WALKS = 2
/** The youngest ones speak: the trail as it is today, at a bounded cost. */
const MOST_WALKS = 30
const MOST_TRAILS = 2_000

export function jointAssessmentCache(): JointAssessmentCache {
  const known = new LRUCache<string, { cacheKey: string; assessment: WalksAssessment }>({
    max: MOST_TRAILS,
  })
  return {
    get(trail, cacheKey) {
      const before = known.get(idOf(trail))
      return before?.cacheKey === cacheKey ? before.assessment : undefined
    },
    put: (trail, cacheKey, assessment) => void known.set(idOf(trail), { cacheKey, assessment }),
  }
}

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

/** Cache key of a joint assessment: the version of the line, and the walks. */
export function cacheKeyOfWalks(
  { properties }: TrailEntity,
  walks: readonly StoredObservation[],
): string {
  return `${properties.version} ${walks.map(({ observation }) => observation.id).join(' ')}`
}

/**
 * Findings of several walks, as the office needs them: with too few witnesses for a consensus, nothing is
 * said of one.
 */
export function jointFindings(assessment: WalksAssessment | undefined): readonly Finding[] {
  if (!assessment) return []
  const { consensus, findings } = assessment
  const few = consensus.witnesses < INDEPENDENT_WITNESSES
  return few ? findings.filter(({ check }) => !check.startsWith('CNS-')) : findings
}

function idOf({ id, properties }: TrailEntity): string {
  return `${properties.territory}/${id}`
}
