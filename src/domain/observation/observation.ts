import * as z from 'zod/mini'
import { SHA_256, SLUG, UUID_V7 } from './ids.ts'
import { GAP_REASONS } from '../geo/fix.ts'
import { sketch } from './sketch.ts'
import { VOICE_LIMITS, VOICE_MEDIA_TYPES } from './voice.ts'

/**
 * The version that new records are made with. Records are kept as sent; when a version 2 comes,
 * `parse-observation.ts` is where a version 1 is read into it.
 */
export const SCHEMA_VERSION = 1

/** Caps of one record: what no honest walk reaches, and no hostile one may pass. */
export const LIMITS = {
  textLength: 4_000,
  nameLength: 200,
  photos: 20,
  positions: 20_000,
  segments: 2_000,
} as const

/** An instant in ISO 8601, UTC. */
export const instant = z.iso.datetime()
export const uuid = z.string().check(z.regex(UUID_V7))
export const sha256 = z.string().check(z.regex(SHA_256))
export const slug = z.string().check(z.maxLength(80), z.regex(SLUG))
const text = z.string().check(z.maxLength(LIMITS.textLength))
/** Something to read, kept exactly as typed: trimming would make another record of it. */
export const NOT_BLANK = /\S/
const name = z.string().check(z.regex(NOT_BLANK), z.maxLength(LIMITS.nameLength))
const metres = z.number().check(z.gte(0))

/** `[lon, lat]` or `[lon, lat, ele]`, WGS84 degrees and metres, inside the world. */
export const position = z.array(z.number()).check(
  z.minLength(2),
  z.maxLength(3),
  z.refine(([lon, lat]) => Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90, {
    error: 'outside-the-world',
  }),
)

export const point = z.looseObject({ type: z.literal('Point'), coordinates: position })
export const lineString = z.looseObject({
  type: z.literal('LineString'),
  coordinates: z.array(position).check(z.minLength(2), z.maxLength(LIMITS.positions)),
})
export const multiLineString = z.looseObject({
  type: z.literal('MultiLineString'),
  coordinates: z.array(z.array(position).check(z.minLength(2))).check(
    z.maxLength(LIMITS.segments),
    z.refine((lines) => lines.reduce((sum, line) => sum + line.length, 0) <= LIMITS.positions, {
      error: 'too-many-positions',
    }),
  ),
})

/** A photo or a file that travels beside its record, named by the hash of its bytes. */
export const blobReference = z.looseObject({
  sha256,
  bytes: z.int().check(z.gte(1)),
  mediaType: z.string().check(z.maxLength(100)),
})
export type BlobReference = z.infer<typeof blobReference>

export const photoReference = z.extend(blobReference, {
  widthPx: z.optional(z.int().check(z.gte(1))),
  heightPx: z.optional(z.int().check(z.gte(1))),
  takenAt: z.optional(instant),
  alt: z.optional(name),
  /** Drawn over it, as a layer of its own. */
  sketch: z.optional(sketch),
})
export type PhotoReference = z.infer<typeof photoReference>
const photos = z.optional(z.array(photoReference).check(z.maxLength(LIMITS.photos)))

/** What was said about it: heard by the office alone, never published. */
const voiceReference = z.extend(blobReference, {
  bytes: z.int().check(z.gte(1), z.lte(VOICE_LIMITS.bytes)),
  mediaType: z.enum(VOICE_MEDIA_TYPES),
  /** As the phone's clock told it. A slow phone that overran is no reason to refuse a note. */
  durationMs: z.int().check(z.gte(0), z.lte(2 * VOICE_LIMITS.longestMs)),
})
export type VoiceReference = z.infer<typeof voiceReference>
const voice = z.optional(voiceReference)

/** How the place of a point was had. */
export const PLACED_BY = ['fix', 'averaged', 'map', 'import'] as const
const placed = {
  placedBy: z.optional(z.enum(PLACED_BY)),
  accuracyM: z.optional(metres),
  /** For an averaged place: how far the fixes lay around it. */
  spreadM: z.optional(metres),
}

/** What every observation says of itself. Unknown members are kept. */
const common = {
  schema: z.int().check(z.gte(1)),
  territory: slug,
  /** The trail it speaks of; none for a point met on the way to one. */
  trail: z.optional(uuid),
  /** The outing it was made in: the id of its track. */
  walk: z.optional(uuid),
  /** The phone that made it. The server checks that the sender is this device. */
  device: uuid,
  createdAt: instant,
  /** The observation of the same author that this one replaces. */
  corrects: z.optional(uuid),
}

export const TRACK_SOURCES = ['recorder', 'import', 'simulation'] as const

const recorderName = z.looseObject({ name, format: z.string().check(z.maxLength(20)) })

/** A hole that another recorder filled; its lines are its own, and are named (promise P05). */
const filledHole = z.looseObject({
  by: recorderName,
  reason: z.enum(GAP_REASONS),
  fromAt: instant,
  toAt: instant,
  /** Which lines of the geometry are the other recorder's, from 0: the first and the last. */
  lines: z.optional(z.array(z.int().check(z.gte(0))).check(z.length(2))),
  filledS: metres,
  lengthM: metres,
})

const trackProperties = z.looseObject({
  ...common,
  kind: z.literal('track'),
  source: z.enum(TRACK_SOURCES),
  startedAt: z.optional(instant),
  endedAt: z.optional(instant),
  /** The raw fixes (format `jalon-fixes+json`), private, erased 90 days after the decision. */
  fixes: z.extend(blobReference, { count: z.int().check(z.gte(0)) }),
  /** Between line i and line i + 1 of the geometry. */
  gaps: z
    .array(
      z.looseObject({
        reason: z.enum(GAP_REASONS),
        fromAt: z.optional(instant),
        toAt: z.optional(instant),
      }),
    )
    .check(z.maxLength(LIMITS.segments)),
  /** What was not recorded by the phone itself, when it comes from somewhere else. */
  filled: z.optional(z.array(filledHole).check(z.maxLength(LIMITS.segments))),
  /** For an import: what recorded it. */
  recordedBy: z.optional(recorderName),
})

const heritagePointProperties = z.looseObject({
  ...common,
  ...placed,
  kind: z.literal('heritage-point'),
  heritageKind: slug,
  name: z.optional(name),
  condition: z.optional(slug),
  access: z.optional(slug),
  ownership: z.optional(slug),
  protection: z.optional(slug),
  materials: z.optional(z.array(slug).check(z.maxLength(10))),
  period: z.optional(name),
  text: z.optional(text),
  /** The catalogue point its author recognised: seen also by. */
  sameAs: z.optional(uuid),
  photos,
  voice,
})

export const MAGNITUDES = [0, 1, 2] as const

const trailReportProperties = z.looseObject({
  ...common,
  ...placed,
  kind: z.literal('trail-report'),
  category: slug,
  subtype: z.optional(slug),
  /** Suricate's scale: 0 passable, 1 difficult, 2 impassable. */
  magnitude: z.literal(MAGNITUDES),
  text: z.optional(text),
  photos,
  voice,
})

export const ALL_CLEAR_SCOPES = ['here', 'section', 'signpost'] as const

const allClearProperties = z.looseObject({
  ...common,
  ...placed,
  kind: z.literal('all-clear'),
  scope: z.enum(ALL_CLEAR_SCOPES),
})

export const VERDICTS = ['conforme', 'avec-reserves', 'non-conforme'] as const
export type Verdict = (typeof VERDICTS)[number]

const trailTestProperties = z.looseObject({
  ...common,
  kind: z.literal('trail-test'),
  trail: uuid,
  /** The version of the reference line that was tested. */
  trailVersion: z.int().check(z.gte(1)),
  startedAt: z.optional(instant),
  endedAt: z.optional(instant),
  /** As computed on the phone; the server computes it again. */
  coverage: z.optional(z.number().check(z.gte(0), z.lte(1))),
  direction: z.optional(z.literal([1, -1, 0])),
  verdict: z.optional(z.enum(VERDICTS)),
  /** Question id → answer id of the test sheet (data/vocabularies/test-sheet.json). */
  answers: z.record(slug, slug),
  text: z.optional(text),
})

const place = z.discriminatedUnion('type', [point, lineString])

const feature = <G extends z.core.$ZodType, P extends z.core.$ZodType>(
  geometry: G,
  properties: P,
) => z.looseObject({ type: z.literal('Feature'), id: uuid, geometry, properties })

export const trackObservation = feature(multiLineString, trackProperties)
export const heritagePointObservation = feature(point, heritagePointProperties)
export const trailReportObservation = feature(place, trailReportProperties)
export const allClearObservation = feature(place, allClearProperties)
export const trailTestObservation = feature(z.null(), trailTestProperties)

export type TrackObservation = z.infer<typeof trackObservation>
export type HeritagePointObservation = z.infer<typeof heritagePointObservation>
export type TrailReportObservation = z.infer<typeof trailReportObservation>
export type AllClearObservation = z.infer<typeof allClearObservation>
export type TrailTestObservation = z.infer<typeof trailTestObservation>

/** Anything sent from the field: immutable, a GeoJSON Feature with a stable id. */
export type Observation =
  | TrackObservation
  | HeritagePointObservation
  | TrailReportObservation
  | AllClearObservation
  | TrailTestObservation

export const OBSERVATION_SCHEMAS = {
  track: trackObservation,
  'heritage-point': heritagePointObservation,
  'trail-report': trailReportObservation,
  'all-clear': allClearObservation,
  'trail-test': trailTestObservation,
} as const
export type ObservationKind = keyof typeof OBSERVATION_SCHEMAS

/** Every blob, once, that must be on the server before the observation counts as received (promise P06). */
export function blobsOf(observation: Observation): readonly BlobReference[] {
  const { properties } = observation
  switch (properties.kind) {
    case 'track':
      return [properties.fixes]
    case 'heritage-point':
    case 'trail-report':
      return onceEach([
        ...(properties.photos ?? []),
        ...(properties.voice ? [properties.voice] : []),
      ])
    case 'all-clear':
    case 'trail-test':
      return []
  }
}

function onceEach(blobs: readonly BlobReference[]): readonly BlobReference[] {
  return [...new Map(blobs.map((blob) => [blob.sha256, blob])).values()]
}
