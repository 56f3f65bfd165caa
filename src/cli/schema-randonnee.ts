import type { ParsedFile } from '../domain/formats/parsed-file.ts'
import { roundDegrees } from '../domain/geo/rounding.ts'
import { lineOfTrack, positionsOf, walkOfFile } from './walk-of-file.ts'
import { lineLengthM } from '../domain/geo/chainage.ts'

/**
 * A file as one itinerary of the national schema_randonnee 1.1.0. Only what the file knows is filled
 * in; the texts that the schema demands and a track cannot know are left empty, for people to write.
 * `null` when the file has no line, or one in pieces: the schema has no room for those.
 */
export function toSchemaRandonnee(file: ParsedFile): string | null {
  const track = walkOfFile(file)
  if (!track || track.segments.length !== 1) return null
  const line = lineOfTrack(track)
  const name = file.name ?? file.tracks[0]?.name ?? file.routes[0]?.name ?? ''
  const feature = {
    type: 'Feature',
    geometry: {
      type: 'LineString',
      coordinates: positionsOf(track.segments[0]!).map(([lon, lat, ele]) => [
        roundDegrees(lon!),
        roundDegrees(lat!),
        ...(ele === undefined ? [] : [Math.round(ele)]),
      ]),
    },
    properties: {
      id_local: slugOf(name),
      producteur: '',
      nom_itineraire: name,
      pratique: 'pédestre',
      depart: '',
      arrivee: '',
      longueur: Math.round(lineLengthM(line)),
      instructions: '',
      ...(file.description ? { presentation: file.description } : {}),
    },
  }
  return `${JSON.stringify({ type: 'FeatureCollection', features: [feature] }, null, 2)}\n`
}

function slugOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'itineraire'
}
