import {
  SCHEMA_VERSION,
  type Observation,
  type ObservationKind,
} from '../../../domain/observation/observation.ts'
import { parseObservation } from '../../../domain/observation/parse-observation.ts'
import type { Draft, DraftPlace } from '../../storage/rows.ts'

/** A new draft, to be saved before anything else happens (promise P16). */
export function newDraft(
  kind: Draft['kind'],
  from: {
    readonly id: string
    readonly territory: string
    readonly nowMs: number
    readonly walk?: string
    readonly trail?: string
    readonly place?: DraftPlace
  },
): Draft {
  const { id, territory, nowMs, walk, trail, place } = from
  return {
    id,
    kind,
    territory,
    state: 'open',
    createdAtMs: nowMs,
    savedAtMs: nowMs,
    fields: kind === 'all-clear' ? { scope: 'here' } : {},
    photos: [],
    ...(walk ? { walk } : {}),
    ...(trail ? { trail } : {}),
    ...(place ? { place } : {}),
  }
}

/** The vocabulary id that says what the draft is about; `undefined` while nobody has chosen. */
export function draftLabel(draft: Draft): string | undefined {
  const { heritageKind, category, subtype } = draft.fields
  const label = draft.kind === 'heritage-point' ? heritageKind : (subtype ?? category)
  return typeof label === 'string' ? label : undefined
}

/** True when there is enough to send: a place, and a kind where one is needed. */
export function isComplete(draft: Draft): boolean {
  return (
    draft.place !== undefined && (draft.kind === 'all-clear' || draftLabel(draft) !== undefined)
  )
}

/**
 * The observation a draft becomes when it is sent. `null` when it would not be one: then it stays a
 * draft, and nothing is lost.
 */
export function toObservation(draft: Draft, device: string): Observation | null {
  const { place, photos, voice } = draft
  if (!place) return null
  const properties = {
    schema: SCHEMA_VERSION,
    kind: draft.kind satisfies ObservationKind,
    territory: draft.territory,
    device,
    createdAt: instantOf(draft.createdAtMs),
    placedBy: place.placedBy,
    ...(place.accuracyM === undefined ? {} : { accuracyM: round(place.accuracyM, 1) }),
    ...(place.spreadM === undefined ? {} : { spreadM: round(place.spreadM, 1) }),
    ...(draft.walk ? { walk: draft.walk } : {}),
    ...(draft.trail ? { trail: draft.trail } : {}),
    ...(draft.kind === 'trail-report' ? { magnitude: 1 } : {}),
    ...draft.fields,
    ...(photos.length === 0 ? {} : { photos: photos.map(toPhotoReference) }),
    ...(voice ? { voice } : {}),
  }
  const parsed = parseObservation({
    type: 'Feature',
    id: draft.id,
    geometry: { type: 'Point', coordinates: [round(place.lon, 7), round(place.lat, 7)] },
    properties,
  })
  return parsed.ok ? parsed.observation : null
}

/** ISO 8601, UTC. */
export function instantOf(atMs: number): string {
  return new Date(atMs).toISOString()
}

function toPhotoReference(photo: Draft['photos'][number]) {
  const { takenAtMs, ...reference } = photo
  return { ...reference, takenAt: instantOf(takenAtMs) }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
