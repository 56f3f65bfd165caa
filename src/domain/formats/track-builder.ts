import { withoutAbsentAltitudes } from '../geo/climb/absent-altitudes.ts'
import type { Fix, Gap, Track } from '../geo/fix.ts'
import { MOST_POINTS } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { RefusedFile } from './refuse.ts'

/** Lowest and highest ground, with a margin: what lies outside is no altitude. FIT's zero is −500 m. */
const LOWEST_M = -450
const HIGHEST_M = 9000

/** The readers' common budget of points: a file with more is refused before memory is. */
export class PointBudget {
  private left = MOST_POINTS

  take(): void {
    this.left -= 1
    if (this.left < 0) throw new RefusedFile('too-many-points')
  }
}

/** Collects the fixes of one track or route, segment by segment, and counts what is odd in them. */
export class TrackBuilder {
  private readonly segments: Fix[][] = []
  private current: Fix[] | null = null
  private readonly tally: ProblemTally
  private readonly budget: PointBudget

  constructor(tally: ProblemTally, budget: PointBudget) {
    this.tally = tally
    this.budget = budget
  }

  startSegment(): void {
    this.endSegment()
    this.current = []
  }

  endSegment(): void {
    if (this.current?.length === 0) this.tally.add('empty-segment')
    else if (this.current) this.segments.push(this.current)
    this.current = null
  }

  /** The file marks a pause: what follows is another segment. */
  pause(): void {
    this.tally.add('pause-marker')
    this.startSegmentUnlessEmpty()
  }

  /** What follows is another segment; nothing happens when the present one has no fix yet. */
  startSegmentUnlessEmpty(): void {
    if (this.current && this.current.length > 0) {
      this.endSegment()
      this.current = null
    }
  }

  add(fix: Fix): void {
    this.budget.take()
    this.current ??= []
    this.current.push(fix)
  }

  get isEmpty(): boolean {
    return this.segments.length === 0 && !this.current?.length
  }

  /** The track, its segments as the file has them. `planned` lines prove nothing, timed or not. */
  build(planned: boolean): Track {
    this.endSegment()
    const fixes = this.segments.flat()
    const timed = fixes.filter((fix) => fix.atMs !== undefined).length
    const recorded = !planned && timed > 0
    if (recorded) this.tally.add('time-missing', fixes.length - timed)
    else if (fixes.length > 0) this.tally.add('not-recorded')
    this.countDisorder(fixes)
    this.tally.add('single-point', this.segments.filter((segment) => segment.length === 1).length)
    if (this.segments.length > 1) this.tally.add('several-segments', this.segments.length)
    if (fixes.length > 1 && fixes.every((fix) => isSamePlace(fix, fixes[0]!))) {
      this.tally.add('zero-length')
    }
    const gaps = this.segments.slice(1).map((segment, i) => gapAfter(this.segments[i]!, segment))
    const { segments, absent } = withoutAbsentAltitudes(this.segments)
    this.tally.add('elevation-none', absent)
    return { segments, gaps, recorded }
  }

  private countDisorder(fixes: readonly Fix[]): void {
    let lastMs = -Infinity
    for (const { atMs } of fixes) {
      if (atMs === undefined) continue
      if (atMs < lastMs) this.tally.add('time-backwards')
      else if (atMs === lastMs) this.tally.add('time-repeated')
      lastMs = atMs
    }
  }
}

/** A number as files write it; `null` for words, nothing, or what is not finite. */
export function readNumber(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}

/** An altitude, or nothing and a word about it. */
export function readElevation(text: string, tally: ProblemTally): number | undefined {
  const eleM = readNumber(text)
  if (eleM === null) {
    tally.add('elevation-unreadable')
    return undefined
  }
  return believableElevation(eleM, tally)
}

export function believableElevation(eleM: number, tally: ProblemTally): number | undefined {
  if (eleM >= LOWEST_M && eleM <= HIGHEST_M) return eleM
  tally.add('elevation-absurd')
  return undefined
}

/** Whether degrees are a place on earth. */
export function isPlace(lon: number | null, lat: number | null): boolean {
  return lon !== null && lat !== null && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
}

function isSamePlace(a: Fix, b: Fix): boolean {
  return a.lon === b.lon && a.lat === b.lat
}

function gapAfter(before: readonly Fix[], after: readonly Fix[]): Gap {
  const fromAtMs = before.at(-1)?.atMs
  const toAtMs = after[0]?.atMs
  return {
    reason: 'file',
    ...(fromAtMs === undefined ? {} : { fromAtMs }),
    ...(toAtMs === undefined ? {} : { toAtMs }),
  }
}
