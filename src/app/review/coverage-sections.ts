import type { IntervalM } from '../../domain/geo/interval.ts'
import type { AllClearEvidence, TrailEvidence } from '../../domain/review/evidence.ts'
import { DAY_MS, RETEST_AFTER_DAYS } from '../../domain/review/freshness.ts'

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

/** Cuts the trail where its story changes. Walks on an older version of the line prove nothing here. */
export function coverageSections(
  evidence: TrailEvidence,
  trailVersion: number,
  nowMs: number,
): CoverageSection[] {
  const { lengthM } = evidence
  if (lengthM <= 0) return []
  const allClears = (evidence.allClears ?? []).filter((one) => one.state === 'accepted')
  const walks = [...evidence.walks, ...allClears].filter(
    (walk) => walk.state !== 'refused' && walk.trailVersion === trailVersion,
  )
  const cuts = new Set([0, lengthM])
  for (const walk of walks) {
    for (const [fromM, toM] of walk.covered) {
      cuts.add(Math.min(Math.max(fromM, 0), lengthM))
      cuts.add(Math.min(Math.max(toM, 0), lengthM))
    }
  }
  const sorted = [...cuts].sort((a, b) => a - b)
  const sections: CoverageSection[] = []
  for (let i = 1; i < sorted.length; i += 1) {
    const intervalM: IntervalM = [sorted[i - 1]!, sorted[i]!]
    const middleM = (intervalM[0] + intervalM[1]) / 2
    const passing = walks.filter((walk) =>
      walk.covered.some(([fromM, toM]) => fromM <= middleM && middleM <= toM),
    )
    join(sections, { intervalM, ...story(passing, nowMs) })
  }
  return sections
}

type Story = Omit<CoverageSection, 'intervalM'>

function story(passing: readonly AllClearEvidence[], nowMs: number): Story {
  const lastAt = passing
    .map((walk) => walk.testedAt)
    .sort()
    .at(-1)
  if (lastAt === undefined) return { state: 'unwalked', walks: 0 }
  const acceptedAt = passing
    .filter((walk) => walk.state === 'accepted')
    .map((walk) => walk.testedAt)
    .sort()
    .at(-1)
  if (acceptedAt === undefined) return { state: 'pending', walks: passing.length, lastAt }
  const ageDays = (nowMs - Date.parse(acceptedAt)) / DAY_MS
  const state = ageDays > RETEST_AFTER_DAYS ? 'aging' : 'fresh'
  return { state, walks: passing.length, lastAt }
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
