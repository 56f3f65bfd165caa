/**
 * One position as the receiver gave it. Never altered: cleaning and matching derive new values.
 * Longitude and latitude are WGS84 degrees. Absent means the receiver did not say.
 */
export interface Fix {
  readonly lon: number
  readonly lat: number
  /** Altitude as given; its datum (ellipsoid or sea level) is unknown. */
  readonly eleM?: number
  readonly accuracyM?: number
  readonly eleAccuracyM?: number
  readonly speedMS?: number
  readonly headingDeg?: number
  /** The receiver's own instant, milliseconds since 1970-01-01T00:00Z. */
  readonly atMs?: number
}

/**
 * Why the recording has a hole. `file` = the imported file itself starts a new segment there; `source` =
 * no hole to speak of, but one recorder's fixes end and another's begin.
 */
export const GAP_REASONS = [
  'file',
  'source',
  'signal-lost',
  'hidden',
  'permission',
  'paused',
  'killed',
  'clock',
  'jump',
] as const
export type GapReason = (typeof GAP_REASONS)[number]

/**
 * Holes in which somebody may have walked on. Never a declared pause, a jump or a permission taken
 * back: there the recording itself says that it stopped. In a file the cause is not known.
 */
export const WALKED_THROUGH: ReadonlySet<GapReason> = new Set<GapReason>([
  'file',
  'source',
  'signal-lost',
  'hidden',
  'killed',
  'clock',
])

/** The hole between segment `i` and segment `i + 1` of a track. */
export interface Gap {
  readonly reason: GapReason
  readonly fromAtMs?: number
  readonly toAtMs?: number
}

/** What is known of a hole in a list of fixes: it lies between fix `afterIndex` and the next one. */
export interface GapMarker {
  readonly reason: GapReason
  readonly afterIndex: number
}

/** Another recorder, as people know it: its program or its file, and the format of that file. */
export interface RecorderName {
  readonly name: string
  readonly format: string
}

/** A hole of the recording that another recorder filled, wholly or in part. */
export interface FilledHole {
  /** Why there was a hole. */
  readonly reason: GapReason
  readonly fromAtMs: number
  readonly toAtMs: number
  readonly by: RecorderName
  /** Which segments of the track are the other recorder's: from the first to the last. */
  readonly firstSegment: number
  readonly lastSegment: number
  /** What was filled: recorded time and the length of its lines. */
  readonly filledS: number
  readonly lengthM: number
}

/**
 * Segments derived from fixes. No line may be drawn between two segments (promise P03).
 * `gaps.length === max(0, segments.length - 1)`.
 */
export interface Track {
  readonly segments: readonly (readonly Fix[])[]
  readonly gaps: readonly Gap[]
  /** False for a line somebody drew or planned: it proves nothing and has no vote. */
  readonly recorded: boolean
  /** Segments that come from another recorder, when some do. */
  readonly filled?: readonly FilledHole[]
}
