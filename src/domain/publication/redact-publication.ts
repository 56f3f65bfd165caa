import { bboxOf } from './published-geometry.ts'
import type { PublicationFile, RedactedPart } from './publication-file.ts'
import type { PublishedHeritage } from './published-points.ts'

/** What the law takes out of versions that were frozen. */
export interface Redaction {
  /** Heritage points that go as a whole. */
  readonly points: ReadonlySet<string>
  /** Words that go, by the point that bears them: those of the person, not those that staff wrote over them. */
  readonly texts: ReadonlyMap<string, ReadonlySet<string>>
  /** Photos that go, by the hash of their bytes. */
  readonly photos: ReadonlySet<string>
  /** The day, `2026-11-23`. */
  readonly on: string
}

/**
 * A frozen version without what had to go, each place of it marked: the point says `redacted`, and so does
 * the file. Line, figures and number stay. `null` when nothing of it had to go.
 */
export function redactPublication(
  file: PublicationFile,
  redaction: Redaction,
): PublicationFile | null {
  const [trail, ...points] = file.features
  const parts: RedactedPart[] = []
  const kept: PublishedHeritage[] = []
  for (const point of points) {
    const { id } = point
    if (redaction.points.has(id)) {
      parts.push({ id, members: ['point'], on: redaction.on })
      continue
    }
    const { redacted, members } = redactPoint(point, redaction)
    kept.push(redacted)
    if (members.length > 0) parts.push({ id, members, on: redaction.on })
  }
  if (parts.length === 0) return null
  const places = kept.map(({ geometry }) => geometry.coordinates)
  return {
    ...file,
    bbox: bboxOf([...trail.geometry.coordinates, ...places])!,
    redacted: together([...(file.redacted ?? []), ...parts]),
    features: [trail, ...kept],
  }
}

/** One line a point, of the last day. */
function together(parts: readonly RedactedPart[]): readonly RedactedPart[] {
  const byId = new Map<string, RedactedPart>()
  for (const { id, members, on } of parts) {
    const all = new Set([...(byId.get(id)?.members ?? []), ...members])
    byId.set(id, { id, members: [...all].sort(), on })
  }
  return [...byId.values()]
}

function redactPoint(point: PublishedHeritage, { texts, photos }: Redaction) {
  const { text, ...properties } = point.properties
  const hasText = text !== undefined && texts.get(point.id)?.has(text) === true
  const left = properties.photos.filter(({ sha256 }) => !photos.has(sha256))
  const hasPhotos = left.length < properties.photos.length
  const members = [...(hasText ? ['text' as const] : []), ...(hasPhotos ? ['photos' as const] : [])]
  if (members.length === 0) return { redacted: point, members }
  const mark = [...new Set([...(properties.redacted ?? []), ...members])].sort()
  return {
    members,
    redacted: {
      ...point,
      properties: {
        ...properties,
        ...(text === undefined || hasText ? {} : { text }),
        photos: left,
        redacted: mark,
      },
    },
  }
}
