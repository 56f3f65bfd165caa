import { DAY_MS } from '../day.ts'
import {
  complementIntervals,
  intersectIntervals,
  mergeIntervals,
  type IntervalM,
} from '../geo/interval.ts'
import { isoOf, provedAtMs, type AllClearEvidence, type TrailEvidence } from './evidence.ts'

/** From this age on, a published trail asks for a new test. Twelve months, in days. */
export const RETEST_AFTER_DAYS = 365

/** A stretch of the reference line, and when somebody last proved it; no date: never. */
export interface SectionFreshness {
  readonly intervalM: IntervalM
  readonly testedAt?: string
  readonly ageDays?: number
  /** Proved, and not longer ago than `RETEST_AFTER_DAYS`. */
  readonly fresh: boolean
}

/**
 * The freshness map of one version of a trail: intervals in order that fill `[0, lengthM]`, each with the
 * date of its last accepted proof, a walk over it or an all-clear on it. A date in the reader's future
 * counts as now.
 */
export function sectionFreshness(
  evidence: TrailEvidence,
  trailVersion: number,
  nowMs: number,
): readonly SectionFreshness[] {
  const proofs = [...evidence.walks, ...(evidence.allClears ?? [])]
  return datedSections(evidence.lengthM, proofs, trailVersion).map(({ intervalM, atMs }) => {
    if (atMs === undefined) return { intervalM, fresh: false }
    const provedMs = Math.min(atMs, nowMs)
    const ageDays = (nowMs - provedMs) / DAY_MS
    return { intervalM, testedAt: isoOf(provedMs), ageDays, fresh: ageDays <= RETEST_AFTER_DAYS }
  })
}

/**
 * Since when a trail has been walked whole: the latest instant such that accepted walks of that instant or
 * later cover `share` of it. A short walk does not make a long trail young. `undefined`: never whole.
 */
export function testedWholeAt(
  evidence: TrailEvidence,
  trailVersion: number,
  share: number,
): string | undefined {
  const dated = datedSections(evidence.lengthM, evidence.walks, trailVersion)
    .filter((one) => one.atMs !== undefined)
    .sort((a, b) => b.atMs! - a.atMs!)
  let walkedM = 0
  for (const { intervalM, atMs } of dated) {
    walkedM += intervalM[1] - intervalM[0]
    if (walkedM >= share * evidence.lengthM) return isoOf(atMs!)
  }
  return undefined
}

interface DatedSection {
  readonly intervalM: IntervalM
  readonly atMs?: number
}

/** Every metre once, with its newest proof: newest first, each proof dates what no newer one has. */
function datedSections(
  lengthM: number,
  proofs: readonly AllClearEvidence[],
  trailVersion: number,
): readonly DatedSection[] {
  if (!(lengthM > 0)) return []
  const newestFirst = proofs
    .filter((proof) => proof.state === 'accepted' && proof.trailVersion === trailVersion)
    .map((proof) => ({ atMs: provedAtMs(proof), covered: mergeIntervals(proof.covered) }))
    .sort((a, b) => b.atMs - a.atMs)
  const sections: DatedSection[] = []
  let leftM: readonly IntervalM[] = [[0, lengthM]]
  for (const { atMs, covered } of newestFirst) {
    for (const intervalM of intersectIntervals(leftM, covered)) sections.push({ intervalM, atMs })
    leftM = intersectIntervals(leftM, complementIntervals(covered, lengthM))
  }
  for (const intervalM of leftM) sections.push({ intervalM })
  return joined(sections.sort((a, b) => a.intervalM[0] - b.intervalM[0]))
}

/** Neighbours of one date are one section. */
function joined(sections: readonly DatedSection[]): readonly DatedSection[] {
  const whole: DatedSection[] = []
  for (const section of sections) {
    const last = whole.at(-1)
    if (last && last.atMs === section.atMs && last.intervalM[1] === section.intervalM[0]) {
      whole[whole.length - 1] = { ...last, intervalM: [last.intervalM[0], section.intervalM[1]] }
    } else whole.push(section)
  }
  return whole
}
