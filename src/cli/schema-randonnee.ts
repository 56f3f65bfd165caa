import type { Feature } from 'geojson'
import type { ParsedFile, ParsedLine } from '../domain/formats/parsed-file.ts'
import { lineLengthM } from '../domain/geo/chainage.ts'
import { roundDegrees } from '../domain/geo/rounding.ts'
import { positionsOf } from '../domain/checks/check-file.ts'
import { foldAccents } from '../domain/observation/fold-accents.ts'

/** Itineraries of the national schema, and how many lines of the file it has no room for. */
export interface WrittenItineraries {
  readonly text: string
  readonly left: number
}

/**
 * The lines of a file as itineraries of the national schema_randonnee 1.1.0. What the file says in the
 * schema's own words is kept; else only what it knows is filled in, and the texts that the schema
 * demands and a track cannot know are left empty, for people to write. The schema has no room for a
 * line in pieces: those are left. `null` when nothing remains.
 */
export function toSchemaRandonnee(file: ParsedFile): WrittenItineraries | null {
  const lines = [...file.tracks, ...file.routes]
  const features = lines.flatMap((line) => toItinerary(line, file, lines.length === 1))
  if (features.length === 0) return null
  const text = `${JSON.stringify({ type: 'FeatureCollection', features }, null, 2)}\n`
  return { text, left: lines.length - features.length }
}

function toItinerary(line: ParsedLine, file: ParsedFile, isOnly: boolean): Feature[] {
  const parts = line.track.segments.filter((segment) => segment.length > 1)
  if (parts.length !== 1) return []
  const positions = positionsOf(parts[0]!)
  const name = (isOnly ? (file.name ?? line.name) : (line.name ?? file.name)) ?? ''
  const description = line.description ?? (isOnly ? file.description : undefined)
  return [
    {
      type: 'Feature',
      geometry: {
        type: 'LineString',
        coordinates: positions.map(([lon, lat, ele]) => [
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
        longueur: Math.round(lineLengthM(positions)),
        instructions: '',
        ...(description ? { presentation: description } : {}),
        ...itineraryWords(line),
      },
    },
  ]
}

/** The properties of a line that is an itinerary of the schema already. */
function itineraryWords({ kept }: ParsedLine): Readonly<Record<string, unknown>> {
  const properties = kept?.['properties']
  const isItinerary =
    typeof properties === 'object' && properties !== null && 'nom_itineraire' in properties
  return isItinerary ? properties : {}
}

function slugOf(name: string): string {
  return (
    foldAccents(name)
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'itineraire'
  )
}
