import type { TrailEntity } from '../catalogue/entity.ts'
import { coveredShare, type TrailEvidence } from './evidence.ts'
import { openGateItems, publicationGate } from './publication-gate.ts'

/** From this age on, a published trail asks for a new test. Twelve months, in days. */
export const RETEST_AFTER_DAYS = 365

/**
 * A trail's status, computed, never typed. `because` fills the one sentence that says why; its words are
 * in the locale files, under the status id.
 */
export type TrailStatus =
  | { readonly id: 'draft' }
  | { readonly id: 'to-test' }
  | { readonly id: 'in-test'; readonly because: { readonly share: number } }
  | { readonly id: 'to-fix'; readonly because: { readonly count: number } }
  | { readonly id: 'ready' }
  | { readonly id: 'published'; readonly because: { readonly testedAt?: string } }
  | {
      readonly id: 'to-retest'
      readonly because: { readonly testedAt?: string; readonly months: number }
    }
  | {
      readonly id: 'closed'
      readonly because: { readonly until?: string; readonly reason: string }
    }

const DAY_MS = 86_400_000

/** @param nowMs the reader's instant: the same evidence reads differently a year later */
export function trailStatus(
  trail: TrailEntity,
  evidence: TrailEvidence,
  nowMs: number,
): TrailStatus {
  const { closure, published } = trail.properties
  if (closure && isInForce(closure, nowMs)) {
    const { until, reason } = closure
    return { id: 'closed', because: until ? { until, reason } : { reason } }
  }
  const testedAt = lastTestAt(evidence)
  if (published) {
    const ageDays = (nowMs - Date.parse(testedAt ?? published.at)) / DAY_MS
    if (ageDays > RETEST_AFTER_DAYS) {
      const months = Math.floor(ageDays / 30.44)
      return { id: 'to-retest', because: testedAt ? { testedAt, months } : { months } }
    }
    return { id: 'published', because: testedAt ? { testedAt } : {} }
  }
  const walks = evidence.walks.filter((walk) => walk.state !== 'refused')
  if (walks.length === 0) return { id: 'to-test' }
  const open = openGateItems(publicationGate(trail, evidence))
  if (open.length === 0) return { id: 'ready' }
  const share = coveredShare(
    evidence.lengthM,
    walks.flatMap((walk) => walk.covered),
  )
  if (open.some((item) => item.id === 'coverage')) return { id: 'in-test', because: { share } }
  return { id: 'to-fix', because: { count: open.reduce((sum, item) => sum + item.count, 0) } }
}

/** A closure that has an end reopens by itself. */
export function isInForce(closure: { from: string; until?: string }, nowMs: number): boolean {
  const { from, until } = closure
  return Date.parse(from) <= nowMs && (until === undefined || nowMs < Date.parse(until))
}

/** The date of the last test that was accepted. */
export function lastTestAt(evidence: TrailEvidence): string | undefined {
  const dates = evidence.walks
    .filter((walk) => walk.state === 'accepted')
    .map((walk) => walk.testedAt)
  return dates.sort().at(-1)
}
