import type { Position } from 'geojson'
import type { Finding, IntervalM } from './finding.ts'

/** A figure people read: never without how it was computed and how sure it is (promise P25). */
export interface Figure {
  readonly value: number
  /** Half-width of the interval, in the figure's own unit. */
  readonly uncertainty: number
  /** Key of the method, explained in the locale files, e.g. `matched-line`. */
  readonly method: string
}

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
  readonly deviations: readonly Episode[]
  readonly detours: readonly Episode[]
  readonly shortcuts: readonly Episode[]
  /** Parts of the trail passed while nothing was recorded. */
  readonly gaps: readonly IntervalM[]
}

/** What the phone shows at the end of a walk, and what the server computes again, byte for byte. */
export interface WalkAssessment {
  /** Version of the thresholds that were used. */
  readonly rules: string
  readonly lengthM: Figure
  readonly movingS: Figure
  readonly elapsedS: number
  readonly ascentM: Figure | null
  readonly descentM: Figure | null
  readonly comparison: Comparison | null
  readonly findings: readonly Finding[]
}
