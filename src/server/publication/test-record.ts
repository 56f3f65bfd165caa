import { dayIn } from '../../domain/day.ts'
import type { TestRecord } from '../../domain/publication/published-trail.ts'
import { lastTestAt, type TrailEvidence } from '../../domain/review/evidence.ts'
import { testedWholeAt } from '../../domain/review/freshness.ts'
import { COVERAGE_NEEDED } from '../../domain/review/publication-gate.ts'

/**
 * What may be told of a trail's tests: the day since when it has been walked whole, else that of the last
 * accepted walk, and how many were accepted. Only tests of the line that is published count.
 * @param version the reference version that is published
 * @param limitMs nothing later than this counts, whatever a phone's clock says
 * @param timeZone whose calendar the day is of
 */
export function testRecord(
  evidence: TrailEvidence,
  version: number,
  limitMs: number,
  timeZone: string,
): TestRecord {
  const walks = evidence.walks.filter(({ trailVersion }) => trailVersion === version)
  const at = testedWholeAt(evidence, version, COVERAGE_NEEDED) ?? lastTestAt({ ...evidence, walks })
  const tests = walks.filter(({ state }) => state === 'accepted').length
  if (at === undefined) return { tests }
  return { testedOn: dayIn(timeZone, Math.min(Date.parse(at), limitMs)), tests }
}
