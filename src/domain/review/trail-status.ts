import type { TrailEntity } from '../catalogue/entity.ts'
import { coveredShare, isoOf, provedAtMs, type TrailEvidence } from './evidence.ts'
import { DAY_MS } from '../day.ts'
import { RETEST_AFTER_DAYS, testedWholeAt } from './freshness.ts'
import { COVERAGE_NEEDED, openGateItems, publicationGate } from './publication-gate.ts'

export { RETEST_AFTER_DAYS }

/**
 * A trail's status, computed, never typed. `draft`: its line has errors that nobody has waived, and nobody
 * has walked it yet: nobody should be asked to. `because` fills the one sentence that says why; its words are
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

/**
 * @param evidence what the observations prove, superseded ones left out
 * @param nowMs the reader's instant: the same evidence reads differently a year later
 */
export function trailStatus(
  trail: TrailEntity,
  evidence: TrailEvidence,
  nowMs: number,
): TrailStatus {
  const { closure, published, version } = trail.properties
  if (closure && isInForce(closure, nowMs)) {
    const { until, reason } = closure
    return { id: 'closed', because: until ? { until, reason } : { reason } }
  }
  if (published) {
    return ageOfPublished(published.at, lastTestOfPublished(published, trail, evidence), nowMs)
  }
  const open = openGateItems(publicationGate(trail, evidence))
  if (open.length === 0) return { id: 'ready' }
  const walks = evidence.walks.filter(
    (walk) => walk.state !== 'refused' && walk.trailVersion === version,
  )
  if (walks.length === 0) {
    return { id: open.some((item) => item.id === 'errors') ? 'draft' : 'to-test' }
  }
  if (open.some((item) => item.id === 'coverage')) {
    const covered = walks.flatMap((walk) => walk.covered)
    return { id: 'in-test', because: { share: coveredShare(evidence.lengthM, covered) } }
  }
  return { id: 'to-fix', because: { count: open.reduce((sum, item) => sum + item.count, 0) } }
}

/** Whether a trail's walks tell its status by themselves: what its line is worth was decided before. */
export function isToldByWalks({ properties }: TrailEntity, nowMs: number): boolean {
  const { closure, published } = properties
  return published !== undefined || (closure !== undefined && isInForce(closure, nowMs))
}

/**
 * A published trail is as young as the tests that cover it whole, not as its last short walk; and as those of the
 * line that was frozen: a new line that is not published yet makes nothing young.
 */
function lastTestOfPublished(
  published: NonNullable<TrailEntity['properties']['published']>,
  trail: TrailEntity,
  evidence: TrailEvidence,
): string | undefined {
  const { version } = trail.properties
  const isFrozenLine = (published.version ?? version) === version
  const whole = isFrozenLine ? testedWholeAt(evidence, version, COVERAGE_NEEDED) : undefined
  return whole ?? lastTestBefore(published.at, evidence)
}

/** How a published trail stands when its last test is known, if there was one. */
export function ageOfPublished(
  publishedAt: string,
  testedAt: string | undefined,
  nowMs: number,
): Extract<TrailStatus, { id: 'published' | 'to-retest' }> {
  const ageDays = (nowMs - Date.parse(testedAt ?? publishedAt)) / DAY_MS
  if (ageDays <= RETEST_AFTER_DAYS) {
    return { id: 'published', because: testedAt ? { testedAt } : {} }
  }
  const months = Math.floor(ageDays / DAYS_IN_MONTH)
  return { id: 'to-retest', because: testedAt ? { testedAt, months } : { months } }
}

const DAYS_IN_MONTH = 30.44

/** What the publication was based on, when the reference line has changed since. */
function lastTestBefore(instant: string, { walks }: TrailEvidence): string | undefined {
  const limitMs = Date.parse(instant)
  const instants = walks
    .filter((walk) => walk.state === 'accepted')
    .map(provedAtMs)
    .filter((atMs) => atMs <= limitMs)
  return instants.length > 0 ? isoOf(Math.max(...instants)) : undefined
}

/** A closure that has an end reopens by itself: it holds from `from`, and no longer at `until`. */
export function isInForce(closure: { from: string; until?: string }, nowMs: number): boolean {
  const { from, until } = closure
  return Date.parse(from) <= nowMs && (until === undefined || nowMs < Date.parse(until))
}
