import type { Finding, Severity } from '../../../src/domain/checks/finding.ts'
import type { TrailEntity, TrailProperties } from '../../../src/domain/catalogue/entity.ts'
import type { TrailEvidence, WalkEvidence } from '../../../src/domain/review/evidence.ts'
import { DAY_MS } from '../../../src/domain/day.ts'
import { TRAIL, decide, fold, idOf, lineFrom } from '../catalogue/sample-decisions.ts'

export const NOW_MS = Date.UTC(2026, 10, 23, 12)
export const daysAgo = (days: number) => new Date(NOW_MS - days * DAY_MS).toISOString()

/** A trail that has just been created, with some properties changed. */
export function trailWith(properties: Partial<TrailProperties> = {}): TrailEntity {
  const attributes = { name: 'Boucle du moulin', slug: 'boucle-du-moulin' }
  const made = decide(1, 'create-trail', TRAIL, { attributes }, lineFrom(-0.5))
  const trail = fold([made]).entities.get(TRAIL) as TrailEntity
  return { ...trail, properties: { ...trail.properties, ...properties } }
}

let walks = 0
/** A walk of the whole trail, accepted, ten days ago, with some members changed. */
export function walked(change: Partial<WalkEvidence> = {}): WalkEvidence {
  walks += 1
  return {
    observation: idOf(500 + walks),
    state: 'accepted',
    testedAt: daysAgo(10),
    trailVersion: 1,
    covered: [[0, 1000]],
    findings: [],
    ...change,
  }
}

/** A kilometre of trail of which nothing is known, with some members changed. */
export function evidenceWith(change: Partial<TrailEvidence> = {}): TrailEvidence {
  return { lengthM: 1000, walks: [], lineFindings: [], undecided: 0, blockingReports: 0, ...change }
}

export function found(check: string, severity: Severity = 'error'): Finding {
  return { check, severity, at: [[-0.5, 43.75]] }
}
