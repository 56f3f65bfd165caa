import { DAY_MS } from '../day.ts'
import type { Fix, Track } from '../geo/fix.ts'
import type { WalkMatch } from '../geo/match/match-walk.ts'
import { distanceM } from '../geo/plane.ts'
import { median } from './average.ts'
import type { CrossSections } from './cross-sections.ts'
import type { ConsensusTrack } from './consensus-track.ts'

/**
 * Who says where the trail is, track by track. A witness is one receiver, on one day, carried by one
 * person: ten laps of one watch share one error, and are one witness.
 */
export interface Witnesses {
  /** Number of the witness of each track, from 0. */
  readonly of: readonly number[]
  readonly count: number
}

/** Walks laid on a line, and whose they are. */
export interface WitnessedWalks {
  readonly matches: readonly WalkMatch[]
  readonly witnesses: Witnesses
}

/** A recording that begins so soon after another one ended, and so near, was made with it. */
const GOES_ON_WITHIN_MS = 3_600_000
const GOES_ON_WITHIN_M = 250
/** The usual time between two fixes, of two files of one receiver, differs by no more than this. */
const RHYTHM_RATIO = 1.5

/**
 * The witnesses of some tracks. With a known person: all that the person recorded on one day.
 * Without: tracks of one receiver that go on, in time and place, where another one ended (laps saved
 * one by one).
 */
export function witnessesOf(tracks: readonly ConsensusTrack[]): Witnesses {
  const of = tracks.map((_, t) => t)
  const join = (a: number, b: number): void => {
    const [from, to] = [Math.max(of[a]!, of[b]!), Math.min(of[a]!, of[b]!)]
    of.forEach((witness, t) => {
      if (witness === from) of[t] = to
    })
  }
  const spans = tracks.map(({ track }) => spanOf(track))
  tracks.forEach((a, i) => {
    tracks.forEach((b, j) => {
      if (j > i && isOneWitness(a, b, spans[i]!, spans[j]!)) join(i, j)
    })
  })
  const numbers = [...new Set(of)]
  return { of: of.map((witness) => numbers.indexOf(witness)), count: numbers.length }
}

/** One column a witness: the mean of its tracks at each station; NaN where it has none. */
export function byWitness(sections: CrossSections, { of, count }: Witnesses): CrossSections {
  if (count === sections.length) return sections
  return Array.from({ length: count }, (_, witness) => {
    const own = sections.filter((_column, t) => of[t] === witness)
    return own[0]!.map((_value, k) => {
      const here = own.map((column) => column[k]!).filter((value) => !Number.isNaN(value))
      return here.length > 0 ? here.reduce((sum, value) => sum + value, 0) / here.length : NaN
    })
  })
}

interface Span {
  readonly first: Fix | undefined
  readonly last: Fix | undefined
  readonly day: number
  /** Median time between two fixes; NaN without times. */
  readonly rhythmMs: number
}

function isOneWitness(a: ConsensusTrack, b: ConsensusTrack, spanA: Span, spanB: Span): boolean {
  if (a.contributor !== undefined || b.contributor !== undefined) {
    return a.contributor === b.contributor && spanA.day === spanB.day
  }
  if (a.receiver !== b.receiver || !isOneRhythm(spanA.rhythmMs, spanB.rhythmMs)) return false
  return goesOn(spanA, spanB) || goesOn(spanB, spanA)
}

/** A receiver keeps its rhythm from one file to the next. */
function isOneRhythm(a: number, b: number): boolean {
  return Math.max(a, b) <= RHYTHM_RATIO * Math.min(a, b)
}

/** The day at the place itself, by the sun: no table of time zones says more for a walker. */
function localDay({ lon, atMs }: Fix): number {
  return Math.floor((atMs ?? 0) / DAY_MS + lon / 360)
}

function goesOn({ last }: Span, { first }: Span): boolean {
  if (last?.atMs === undefined || first?.atMs === undefined) return false
  const waitedMs = first.atMs - last.atMs
  if (waitedMs < 0 || waitedMs > GOES_ON_WITHIN_MS) return false
  return distanceM([last.lon, last.lat], [first.lon, first.lat]) <= GOES_ON_WITHIN_M
}

function spanOf({ segments }: Track): Span {
  const first = segments[0]?.[0]
  const steps = segments.flatMap((fixes) =>
    fixes.slice(1).map(({ atMs }, i) => (atMs ?? NaN) - (fixes[i]!.atMs ?? NaN)),
  )
  return {
    first,
    last: segments.at(-1)?.at(-1),
    day: first ? localDay(first) : NaN,
    rhythmMs: median(steps.filter((step) => step > 0)),
  }
}
