import type { MultiPolygon, Polygon, Position } from 'geojson'
import type { Comparison } from '../geo/comparison.ts'
import type { Track } from '../geo/fix.ts'
import type { IndexedLine } from '../geo/line-index.ts'
import type { WalkMatch } from '../geo/match/match-walk.ts'
import type { WalkSections } from './walk-sections.ts'

/** What people say of a trail, as far as the line can prove or disprove it. */
export interface Declared {
  readonly lengthM?: number
  readonly ascentM?: number
  readonly durationS?: number
  /** `loop` comes back to its start; `linear` does not; an out-and-back is a loop for these checks. */
  readonly shape?: 'loop' | 'linear'
  readonly departure?: Position
  readonly arrival?: Position
  readonly parking?: Position
  /** May be walked in one direction only. */
  readonly oneWay?: boolean
  /** The places of the trail are listed in the order in which one meets them. */
  readonly placesInOrder?: boolean
}

/** A walk laid on the trail. */
export interface WalkOnTrail {
  readonly match: WalkMatch
  readonly comparison: Comparison
}

/** One of several walks of the same trail. */
export interface NamedWalk {
  readonly id: string
  /** What people call it; its id when absent. */
  readonly name?: string
  /** Who recorded it: several walks of one person on one day share one vote. */
  readonly contributor?: string
  /** What recorded it, as its file has it. */
  readonly receiver?: string
  readonly track: Track
}

/** What a consensus says, vertex by vertex, for the checks on it. */
export interface ConsensusFacts {
  readonly line: IndexedLine
  readonly support: readonly number[]
  readonly spreadM: readonly (number | null)[]
  readonly lengthM: number
  /** Length of the line in force. */
  readonly previousLengthM?: number
  /** Under trees receivers disagree more, and it means less. */
  readonly forest?: boolean
}

/** A place that belongs to a trail, such as a heritage point; in declared order. */
export interface PlaceOfTrail {
  readonly id: string
  readonly name?: string
  readonly position: Position
}

/** Another trail of the territory. */
export interface OtherTrail {
  readonly id: string
  readonly name?: string
  readonly positions: readonly Position[]
}

/**
 * What checks look at. Every part may be missing: a check whose part is missing finds nothing.
 * One shape for all, so that adding a check is one file and one line in the register.
 */
export interface Subject {
  /** The geometry as it came, whatever it is. */
  readonly geometry?: { readonly type: string; readonly coordinates: unknown }
  /** The line: of a trail, or the one that a track draws. */
  readonly line?: IndexedLine
  /** The parts from which the line was joined, in order. */
  readonly parts?: readonly (readonly Position[])[]
  /**
   * The line is what a receiver recorded, not one that is to be followed: its spikes, leaps and holes
   * are marks of the receiver and block nothing.
   */
  readonly isWalk?: boolean
  readonly declared?: Declared
  /** The outline of the territory that the line belongs to. */
  readonly territory?: Polygon | MultiPolygon
  /** Ground level at each vertex of the line by a terrain model; null where it does not know. */
  readonly terrainM?: readonly (number | null)[]
  readonly otherTrails?: readonly OtherTrail[]
  readonly places?: readonly PlaceOfTrail[]
  /** Ascent of the line and its walking time, computed. */
  readonly ascentM?: number
  readonly walkingS?: number
  /** The recording, raw. */
  readonly track?: Track
  readonly walk?: WalkOnTrail
  readonly walks?: readonly NamedWalk[]
  /** Where independent walks cross the line, every few metres. */
  readonly sections?: WalkSections
  readonly consensus?: ConsensusFacts
  /** The reader's instant, for times in the future. */
  readonly nowMs?: number
}
