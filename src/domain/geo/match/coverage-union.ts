import { mergeIntervals, totalLengthM, type IntervalM } from '../interval.ts'
import { roundMetres, roundShare } from '../rounding.ts'

/** What one walk proves about a trail. */
export interface WalkEvidence {
  readonly id: string
  /** Pseudonym or id of who walked; passed through. */
  readonly tester: string
  readonly walkedAtMs: number
  readonly covered: readonly IntervalM[]
}

/** A stretch of trail about which the same walks say the same thing. */
export interface CoveredSection {
  readonly intervalM: IntervalM
  /** Ids of the walks that cover it, latest first; none when nobody walked it. */
  readonly walks: readonly string[]
  readonly testers: readonly string[]
  /** When it was last walked; null when it never was. */
  readonly lastWalkedAtMs: number | null
}

export interface CoverageUnion {
  readonly coverage: number
  readonly coveredM: number
  readonly covered: readonly IntervalM[]
  /** The whole trail, cut where the set of walks changes. */
  readonly sections: readonly CoveredSection[]
}

/** Ends of intervals nearer than this are one: no receiver tells them apart. */
const SNAP_M = 10

/**
 * What several walks prove together, section by section: the freshness map of a trail. The order of
 * the walks does not matter.
 */
export function uniteCoverage(walks: readonly WalkEvidence[], trailLengthM: number): CoverageUnion {
  const cuts = cutPlaces(walks, trailLengthM)
  const latestFirst = [...walks].sort(
    (a, b) => b.walkedAtMs - a.walkedAtMs || (a.id < b.id ? -1 : 1),
  )
  const sections: CoveredSection[] = []
  for (let i = 1; i < cuts.length; i += 1) {
    const intervalM: IntervalM = [cuts[i - 1]!, cuts[i]!]
    const middle = (intervalM[0] + intervalM[1]) / 2
    const here = latestFirst.filter(({ covered }) =>
      covered.some(([from, to]) => from <= middle && middle <= to),
    )
    addSection(sections, {
      intervalM,
      walks: here.map(({ id }) => id),
      testers: [...new Set(here.map(({ tester }) => tester))],
      lastWalkedAtMs: here[0]?.walkedAtMs ?? null,
    })
  }
  const covered = mergeIntervals(
    sections.filter((section) => section.walks.length > 0).map((section) => section.intervalM),
  )
  const coveredM = totalLengthM(covered)
  return {
    coverage: trailLengthM > 0 ? roundShare(Math.min(1, coveredM / trailLengthM)) : 0,
    coveredM: roundMetres(coveredM),
    covered,
    sections,
  }
}

function cutPlaces(walks: readonly WalkEvidence[], trailLengthM: number): number[] {
  const ends = walks.flatMap(({ covered }) => covered.flat()).sort((a, b) => a - b)
  const cuts = [0]
  for (const end of ends) {
    if (end - cuts.at(-1)! >= SNAP_M && trailLengthM - end >= SNAP_M) cuts.push(end)
  }
  if (trailLengthM > 0) cuts.push(trailLengthM)
  return cuts
}

function addSection(sections: CoveredSection[], section: CoveredSection): void {
  const last = sections.at(-1)
  if (last && last.walks.join('\n') === section.walks.join('\n')) {
    sections[sections.length - 1] = {
      ...last,
      intervalM: [last.intervalM[0], section.intervalM[1]],
    }
  } else {
    sections.push(section)
  }
}
