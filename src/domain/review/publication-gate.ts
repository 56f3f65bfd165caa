import type { TrailEntity } from '../catalogue/entity.ts'
import { coveredShare, provedAtMs, type TrailEvidence } from './evidence.ts'

/** The share of a trail that accepted tests must have walked before it may be published. */
export const COVERAGE_NEEDED = 0.95

export interface GateItem {
  readonly id: 'coverage' | 'errors' | 'undecided' | 'reports' | 'verdict'
  readonly done: boolean
  /** How many things keep it open; 0 when done. */
  readonly count: number
  /** For `coverage`: the share accepted so far. */
  readonly share?: number
}

/**
 * The checklist before publication, which ticks itself: walked whole, nothing broken, nothing waiting,
 * nothing impassable, and no test that said "non conforme". Blocking findings may be waived in writing.
 */
export function publicationGate(trail: TrailEntity, evidence: TrailEvidence): readonly GateItem[] {
  const accepted = evidence.walks.filter((walk) => walk.state === 'accepted')
  const current = accepted.filter((walk) => walk.trailVersion === trail.properties.version)
  const share = coveredShare(
    evidence.lengthM,
    current.flatMap((walk) => walk.covered),
  )
  const waived = new Set(trail.properties.waivers.map((waiver) => waiver.check))
  const errors = evidence.lineFindings.filter(
    (finding) => finding.severity === 'error' && !waived.has(finding.check),
  ).length
  const refusals = latestVerdict(current) === 'non-conforme' ? 1 : 0
  return [
    {
      id: 'coverage',
      done: share >= COVERAGE_NEEDED,
      count: share >= COVERAGE_NEEDED ? 0 : 1,
      share,
    },
    item('errors', errors),
    item('undecided', evidence.undecided),
    item('reports', evidence.blockingReports),
    item('verdict', refusals),
  ]
}

export function openGateItems(gate: readonly GateItem[]): readonly GateItem[] {
  return gate.filter((one) => !one.done)
}

function item(id: GateItem['id'], count: number): GateItem {
  return { id, done: count === 0, count }
}

/** Of two verdicts at the same instant, the worse one. */
function latestVerdict(walks: TrailEvidence['walks']): string | undefined {
  const judged = walks.filter((walk) => walk.verdict !== undefined)
  const lastMs = Math.max(...judged.map(provedAtMs))
  const latest = judged.filter((walk) => provedAtMs(walk) === lastMs).map((walk) => walk.verdict)
  return latest.includes('non-conforme') ? 'non-conforme' : latest[0]
}
