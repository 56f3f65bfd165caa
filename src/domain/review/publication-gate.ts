import type { TrailEntity, Waiver } from '../catalogue/entity.ts'
import { coveredShare, provedAtMs, type TrailEvidence } from './evidence.ts'

/** The share of a trail that accepted tests must have walked before it may be published. */
export const COVERAGE_NEEDED = 0.95

/** The same evidence gathered again may differ in the last decimals. */
const SHARE_NOISE = 0.001

export interface GateItem {
  readonly id: 'coverage' | 'errors' | 'undecided' | 'reports' | 'verdict'
  readonly done: boolean
  /** How many things keep it open; 0 when done. */
  readonly count: number
  /** For `coverage`: the share accepted so far. */
  readonly share?: number
  /** Done because the office said so in writing: its reason, and how much was missing. */
  readonly waived?: { readonly reason: string; readonly count: number }
}

/**
 * The checklist before publication, which ticks itself: walked whole, nothing broken, nothing waiting,
 * nothing impassable, and no test that said "non conforme". Findings and items may be waived in writing; a waiver
 * holds for what was missing when it was given, never for more.
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
  const { verdict, atMs } = latestVerdict(current)
  const refusals = verdict === 'non-conforme' ? 1 : 0
  const waiverOf = (id: GateItem['id']) => trail.properties.waivers.find(({ item }) => item === id)
  const verdictWaiver = waiverOf('verdict')
  const isJudgedSince = atMs > Date.parse(verdictWaiver?.at ?? '')
  return [
    covered(share, waiverOf('coverage')),
    item('errors', errors),
    item('undecided', evidence.undecided, waiverOf('undecided')),
    item('reports', evidence.blockingReports, waiverOf('reports')),
    item('verdict', refusals, isJudgedSince ? undefined : verdictWaiver),
  ]
}

export function openGateItems(gate: readonly GateItem[]): readonly GateItem[] {
  return gate.filter((one) => !one.done)
}

function item(id: GateItem['id'], count: number, waiver?: Waiver): GateItem {
  const waived = count > 0 && waiver && count <= (waiver.count ?? 0)
  return waived
    ? { id, done: true, count: 0, waived: { reason: waiver.reason, count } }
    : { id, done: count === 0, count }
}

/** A share that has fallen since, as when an answer is taken back, is not what was waived. */
function covered(share: number, waiver: Waiver | undefined): GateItem {
  if (share >= COVERAGE_NEEDED) return { id: 'coverage', done: true, count: 0, share }
  const isWaived = waiver?.share !== undefined && share >= waiver.share - SHARE_NOISE
  return isWaived
    ? { id: 'coverage', done: true, count: 0, share, waived: { reason: waiver.reason, count: 1 } }
    : { id: 'coverage', done: false, count: 1, share }
}

/** Of two verdicts at the same instant, the worse one. */
function latestVerdict(walks: TrailEvidence['walks']): {
  readonly verdict: string | undefined
  readonly atMs: number
} {
  const judged = walks.filter((walk) => walk.verdict !== undefined)
  const atMs = Math.max(...judged.map(provedAtMs))
  const latest = judged.filter((walk) => provedAtMs(walk) === atMs).map((walk) => walk.verdict)
  return { verdict: latest.includes('non-conforme') ? 'non-conforme' : latest[0], atMs }
}
