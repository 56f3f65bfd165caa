import type { Position } from 'geojson'
import type { IntervalM } from './interval.ts'

/** A stretch where the walk left the trail, or skipped part of it. */
export interface Episode {
  /** Chainage on the trail where the walk left it and where it came back. */
  readonly intervalM: IntervalM
  /** Length walked during the episode. */
  readonly lengthM: number
  /** Largest distance to the trail. */
  readonly maxOffsetM: number
  readonly at: readonly Position[]
}

/** How one walk compares with one trail. */
export interface Comparison {
  readonly trailLengthM: number
  /** 1 walked as drawn, -1 reversed, 0 undecidable (a symmetric trail or too little of it). */
  readonly direction: 1 | -1 | 0
  /** Share of the trail's length that was walked, 0 to 1. */
  readonly coverage: number
  readonly coveredM: number
  readonly covered: readonly IntervalM[]
  /** What of `covered` lies between two fixes of a sparse recorder: supposed, not recorded. */
  readonly supposed: readonly IntervalM[]
  readonly deviations: readonly Episode[]
  readonly detours: readonly Episode[]
  readonly shortcuts: readonly Episode[]
  /** Parts of the trail passed while nothing was recorded. */
  readonly gaps: readonly IntervalM[]
}
