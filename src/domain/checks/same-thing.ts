import { nameSimilarity } from './same-name.ts'

/** A thing that may have been noted twice: a heritage point, or a report on a trail. */
export interface NotedThing {
  /** Kind of heritage, or category of report. */
  readonly kind: string
  readonly name?: string
  /** Accuracy of its position, metres; absent counts as perfect. */
  readonly accuracyM?: number
}

export interface SameThing {
  readonly id: 'near-and-same-kind' | 'near-and-same-name'
  /** The distance up to which two such things may be one, metres. */
  readonly thresholdM: number
}

/** Beyond this distance two things are never one, however bad the positions. */
export const SAME_FARTHEST_M = 100
const NEAR_M = 25
/** Of one name, they may be a little farther apart, and of two kinds. */
const SAME_NAME_M = 60
const ALIKE = 0.85

/**
 * How far apart one thing may have been noted twice, metres: two receivers' errors add up as independent
 * ones, and 95 % of them are within twice that; 25 m at least, 100 m at most.
 */
export function sameWithinM(a = 0, b = 0): number {
  return Math.min(SAME_FARTHEST_M, Math.max(NEAR_M, 2 * Math.hypot(a, b)))
}

/**
 * Whether two noted things may be one, and why: near each other and of one kind, or a little farther
 * and of one name. The one rule for the phone's question, the desk's proposals and the duplicates of the
 * catalogue; a person decides.
 */
export function sameThing(a: NotedThing, b: NotedThing, distanceM: number): SameThing | null {
  const withinM = sameWithinM(a.accuracyM, b.accuracyM)
  if (a.kind === b.kind && distanceM <= withinM) {
    return { id: 'near-and-same-kind', thresholdM: withinM }
  }
  const namedWithinM = Math.max(SAME_NAME_M, withinM)
  if (distanceM > namedWithinM || !isAlike(a.name, b.name)) return null
  return { id: 'near-and-same-name', thresholdM: namedWithinM }
}

/** Two things of one kind with two names are two things, to whoever has accepted both. */
export function haveTwoNames(a: NotedThing, b: NotedThing): boolean {
  return a.name !== undefined && b.name !== undefined && !isAlike(a.name, b.name)
}

function isAlike(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && nameSimilarity(a, b) >= ALIKE
}
