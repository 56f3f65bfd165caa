import type { IntervalM } from '../../../../domain/geo/interval.ts'
import {
  isoOf,
  provedAtMs,
  type AllClearEvidence,
  type TrailEvidence,
} from '../../../../domain/review/evidence.ts'
import type { DeskWords } from '../../shell/desk-words.ts'
import { sectionFreshness, type SectionFreshness } from '../../../../domain/review/freshness.ts'

/**
 * `unwalked`: nobody, on this version of the line. `pending`: walked, not accepted yet. `fresh` and
 * `aging`: accepted, and how old the last walk is.
 */
export type SectionState = 'unwalked' | 'pending' | 'fresh' | 'aging'

/** A stretch of the trail with one story, metres from its start. */
export interface CoverageSection {
  readonly intervalM: IntervalM
  readonly state: SectionState
  /** How many walks passed here, refused ones aside; the least over the stretch. */
  readonly walks: number
  /** The last of them. */
  readonly lastAt?: string
}

/** Shorter stretches are the noise of matching, and are joined to what precedes them. */
const LEAST_M = 5

/**
 * Cuts the trail where its story changes: what is accepted, and how old, is the freshness map; what waits
 * is laid over what nobody has proved. Proofs of an older version of the line prove nothing here.
 */
export function coverageSections(
  evidence: TrailEvidence,
  trailVersion: number,
  nowMs: number,
): CoverageSection[] {
  const allClears = (evidence.allClears ?? []).filter((one) => one.state === 'accepted')
  const proofs = [...evidence.walks, ...allClears].filter(
    (proof) => proof.state !== 'refused' && proof.trailVersion === trailVersion,
  )
  const cutsM = proofs.flatMap(({ covered }) => covered.flat())
  const sections: CoverageSection[] = []
  for (const proved of sectionFreshness(evidence, trailVersion, nowMs)) {
    const [startM, endM] = proved.intervalM
    const inside = cutsM.filter((atM) => atM > startM && atM < endM)
    const placesM = [...new Set([startM, ...inside, endM])].sort((a, b) => a - b)
    for (const [i, toM] of placesM.slice(1).entries()) {
      const intervalM: IntervalM = [placesM[i]!, toM]
      const middleM = (intervalM[0] + toM) / 2
      const passing = proofs.filter(({ covered }) =>
        covered.some(([fromM, untilM]) => fromM <= middleM && middleM <= untilM),
      )
      join(sections, { intervalM, ...story(passing, proved, nowMs) })
    }
  }
  return sections
}

type Story = Omit<CoverageSection, 'intervalM'>

function story(
  passing: readonly AllClearEvidence[],
  { testedAt, fresh }: SectionFreshness,
  nowMs: number,
): Story {
  if (passing.length === 0) return { state: 'unwalked', walks: 0 }
  const lastMs = Math.max(...passing.map((proof) => Math.min(provedAtMs(proof), nowMs)))
  const proved = fresh ? 'fresh' : 'aging'
  const state = testedAt === undefined ? 'pending' : proved
  return { state, walks: passing.length, lastAt: isoOf(lastMs) }
}

function join(sections: CoverageSection[], next: CoverageSection): void {
  const last = sections.at(-1)
  const isShort = next.intervalM[1] - next.intervalM[0] < LEAST_M
  if (!last || (last.state !== next.state && !isShort)) {
    sections.push(next)
    return
  }
  const intervalM: IntervalM = [last.intervalM[0], next.intervalM[1]]
  if (isShort && last.state !== next.state) {
    sections[sections.length - 1] = { ...last, intervalM }
    return
  }
  // Both are written by isoOf, of which the later text is the later instant.
  const lastAt = [last.lastAt, next.lastAt]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1)
  sections[sections.length - 1] = {
    state: last.state,
    intervalM,
    walks: Math.min(last.walks, next.walks),
    ...(lastAt === undefined ? {} : { lastAt }),
  }
}

/** The share of the trail in some states, 0 to 1. */
export function shareOf(
  sections: readonly CoverageSection[],
  ...states: readonly SectionState[]
): number {
  const length = (list: readonly CoverageSection[]) =>
    list.reduce((sum, { intervalM }) => sum + intervalM[1] - intervalM[0], 0)
  const whole = length(sections)
  return whole > 0 ? length(sections.filter((one) => states.includes(one.state))) / whole : 0
}

/** One stretch in words: from where to where, in which state, last walked when. */
export function sectionSentence(section: CoverageSection, { t, format }: DeskWords): string {
  const { intervalM, state, walks, lastAt } = section
  const common = {
    from: format.length(intervalM[0]),
    to: format.length(intervalM[1]),
    state: t(`desk.coverage.${state}`),
  }
  return lastAt === undefined
    ? t('desk.coverage.section', common)
    : t('desk.coverage.sectionLast', {
        ...common,
        walks: t('desk.coverage.walks', { count: walks }),
        date: format.date(lastAt),
      })
}
