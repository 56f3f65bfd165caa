import type { Track } from '../geo/fix.ts'

/** The formats that Jalon reads. */
export const FORMATS = ['gpx', 'kml', 'kmz', 'tcx', 'fit', 'geojson'] as const
export type Format = (typeof FORMATS)[number]

/** What a file may hold at most: beyond, it is refused and nothing of it is kept. */
export const LARGEST_FILE_BYTES = 25_000_000
export const MOST_POINTS = 200_000
export const DEEPEST_NESTING = 64

/** Something odd in a file that was read anyway, and what was done about it (see the words of the code). */
export interface FormatProblem {
  readonly code: ProblemCode
  /** How many times it was met. */
  readonly count: number
}

/** Every oddity that Jalon knows to read around. Words: `formats.problem.<code>`. */
export const PROBLEM_CODES = [
  'cut-short',
  'damaged',
  'wrong-encoding',
  'lost-character',
  'bare-ampersand',
  'crossed-tags',
  'undeclared-prefix',
  'bad-position',
  'no-position',
  'pause-marker',
  'empty-segment',
  'single-point',
  'zero-length',
  'several-tracks',
  'several-segments',
  'not-recorded',
  'time-missing',
  'time-without-zone',
  'time-unreadable',
  'time-backwards',
  'time-repeated',
  'elevation-unreadable',
  'elevation-absurd',
  'elevation-none',
  'health-data-dropped',
  'unknown-fix-kind',
  'counts-differ',
  'bad-checksum',
  'link-not-followed',
  'other-documents',
  'ignored-geometry',
  'no-geometry',
  'bad-geometry',
  'crs-ignored',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** Why a file cannot be used at all. Words: `formats.refusal.<code>`. */
export const REFUSAL_CODES = [
  'empty-file',
  'unknown-format',
  'too-big',
  'too-many-points',
  'too-deep',
  'malformed-xml',
  'entities',
  'malformed-json',
  'malformed-geojson',
  'projected',
  'bad-archive',
  'archive-bomb',
  'archive-without-document',
  'truncated-fit',
  'malformed-fit',
  'nothing-inside',
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]

export interface FileRefusal {
  readonly code: RefusalCode
  /** Line of the file, from 1, where reading stopped. */
  readonly line?: number
  /** What was met before; tells why a file has `nothing-inside`. */
  readonly problems?: readonly FormatProblem[]
}

/** What a reader does not understand but keeps, such as a symbol name or unknown GeoJSON members. */
export type Kept = Readonly<Record<string, unknown>>

/** A track or a route of a file. */
export interface ParsedLine {
  readonly name?: string
  readonly description?: string
  readonly track: Track
  readonly kept?: Kept
}

/** A point that the file names: a waypoint, a placemark, a lap or course point. */
export interface ParsedWaypoint {
  readonly lon: number
  readonly lat: number
  readonly eleM?: number
  readonly atMs?: number
  readonly name?: string
  readonly description?: string
  /** GPX `sym`, as written. */
  readonly symbol?: string
  /** GPX `type`, as written. */
  readonly category?: string
  readonly kept?: Kept
}

/** The one shape in which every format is read. */
export interface ParsedFile {
  readonly format: Format
  readonly name?: string
  readonly description?: string
  /** The program that wrote the file, as it calls itself. */
  readonly creator?: string
  readonly tracks: readonly ParsedLine[]
  /** Lines that the format itself calls plans (`rte`, courses); never `recorded`. */
  readonly routes: readonly ParsedLine[]
  readonly waypoints: readonly ParsedWaypoint[]
  readonly problems: readonly FormatProblem[]
  readonly kept?: Kept
}

/** A file is read, or refused with a reason; a reader never throws. */
export type ReadOutcome =
  | { readonly file: ParsedFile; readonly refusal: null }
  | { readonly file: null; readonly refusal: FileRefusal }
