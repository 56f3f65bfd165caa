import type { Observation, VoiceReference } from '../../../domain/observation/observation.ts'
import { POINT_FIELDS } from '../../../domain/observation/point-fields.ts'
import { parseObservation } from '../../../domain/observation/parse-observation.ts'
import type { Draft, DraftPhoto, DraftVoice } from '../../storage/rows.ts'

/** What a draft holds besides its place, its photos, its voice and what every record says of itself. */
const FIELDS = {
  ...POINT_FIELDS,
  'heritage-point': [...POINT_FIELDS['heritage-point'], 'sameAs'],
} as const

/**
 * A new draft that says an old record anew: what was sent stays as it was, and the office sees both
 * (promise P15). `null` for what a draft cannot be made of: a walk, a test, a stretch of trail.
 */
export function correctionOf(
  bytes: ArrayBuffer,
  made: { readonly id: string; readonly nowMs: number },
): Draft | null {
  const observation = readRecord(bytes)
  const properties = observation?.properties
  if (properties?.kind !== 'heritage-point' && properties?.kind !== 'trail-report') return null
  const { geometry } = observation as Observation
  if (geometry?.type !== 'Point') return null
  const [lon, lat] = geometry.coordinates
  const said = properties as Record<string, unknown>
  const fields = FIELDS[properties.kind].flatMap((name) =>
    said[name] === undefined ? [] : [[name, said[name]] as const],
  )
  const { accuracyM, placedBy, walk, trail, territory, photos = [], voice } = properties
  return {
    id: made.id,
    kind: properties.kind,
    territory,
    state: 'open',
    createdAtMs: made.nowMs,
    savedAtMs: made.nowMs,
    fields: { ...(Object.fromEntries(fields) as Draft['fields']), corrects: observation!.id },
    photos: photos.map((photo): DraftPhoto => {
      const { sha256, bytes: size, mediaType, widthPx = 1, heightPx = 1, takenAt, sketch } = photo
      const takenAtMs = Date.parse(takenAt ?? properties.createdAt)
      const drawn = sketch ? { sketch } : {}
      return { sha256, bytes: size, mediaType, widthPx, heightPx, takenAtMs, ...drawn }
    }),
    ...(voice ? { voice: draftVoice(voice) } : {}),
    place: {
      lon: lon!,
      lat: lat!,
      placedBy: placedBy === 'averaged' || placedBy === 'map' ? placedBy : 'fix',
      atMs: Date.parse(properties.createdAt),
      ...(accuracyM === undefined ? {} : { accuracyM }),
    },
    ...(walk ? { walk } : {}),
    ...(trail ? { trail } : {}),
  }
}

function draftVoice({ sha256, bytes, mediaType, durationMs }: VoiceReference): DraftVoice {
  return { sha256, bytes, mediaType, durationMs }
}

function readRecord(bytes: ArrayBuffer): Observation | null {
  try {
    const parsed = parseObservation(JSON.parse(new TextDecoder().decode(bytes)))
    return parsed.ok ? parsed.observation : null
  } catch {
    return null
  }
}
