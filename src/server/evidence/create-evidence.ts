import { evidenceCache, type EvidenceCache } from './evidence-cache.ts'
import { jointAssessmentCache } from './joint-assessment-cache.ts'
import { lineFindingsCache } from './line-findings-cache.ts'
import type { FindingCaches } from './trail-evidence.ts'

/** The caches that evidence is gathered with: one set a server. */
export interface Evidence extends FindingCaches {
  /** The evidence of some trails, gathered anew only where something changed. */
  readonly cached: EvidenceCache
}

/** What a room needs that gathers evidence. */
export interface EvidenceServices {
  readonly evidence: Evidence
}

export function createEvidence(): Evidence {
  const caches = { lineFindings: lineFindingsCache(), jointAssessments: jointAssessmentCache() }
  return { ...caches, cached: evidenceCache(caches) }
}
