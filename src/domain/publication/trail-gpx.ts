import { writeGpx } from '../formats/write-gpx.ts'
import type { PublishedHeritage } from './published-points.ts'
import type { PublishedTrail } from './published-trail.ts'

/** What a heritage point is called in a receiver's list. */
export type NameOfPoint = (point: PublishedHeritage) => string

/**
 * A published trail as GPX 1.1 for receivers and phones: one track, one waypoint a heritage point. Its track
 * is a drawn line, nobody's recording: it has no times.
 */
export function trailGpx(
  trail: PublishedTrail,
  heritage: readonly PublishedHeritage[],
  nameOf: NameOfPoint,
): string {
  const { name, shortPresentation, source, producer, licence, licenceUrl } = trail.properties
  const rights = [source ?? producer, licence, licenceUrl].filter(Boolean).join(' · ')
  const description = [shortPresentation, rights].filter(Boolean).join('\n')
  const fixes = trail.geometry.coordinates.map(([lon, lat, eleM]) => ({
    lon: lon!,
    lat: lat!,
    ...(eleM === undefined ? {} : { eleM }),
  }))
  return writeGpx(
    {
      name,
      description,
      tracks: [{ name, description, track: { segments: [fixes], gaps: [], recorded: false } }],
      routes: [],
      waypoints: heritage.map((point) => {
        const [lon, lat] = point.geometry.coordinates
        const { text, heritageKind } = point.properties
        return {
          lon: lon!,
          lat: lat!,
          name: nameOf(point),
          category: heritageKind,
          ...(text === undefined ? {} : { description: text }),
        }
      }),
    },
    { times: false },
  )
}
