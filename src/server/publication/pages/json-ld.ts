import { CATALOGUE, PAGES } from '../../../contract/endpoints.ts'
import type { PageWords } from './page-words.ts'
import type { PublishedEntry } from '../read-published.ts'

/**
 * What search engines read of a trail page: schema.org has no trail, so a tourist trip, and the type of the
 * DATAtourisme ontology beside it. `duration` is in minutes and `tourDistance` in metres.
 */
export function trailJsonLd(
  entry: PublishedEntry,
  placeName: (heritage: PublishedEntry['heritage'][number]) => string,
  { language }: PageWords,
  baseUrl: string,
): object {
  const { trail, heritage, territory } = entry
  const { name, slug, shortPresentation, producer, lengthM, walkingS, version, licenceUrl } =
    trail.properties
  const url = baseUrl + PAGES.trail(slug)
  const file = (encodingFormat: string, path: string) => ({
    '@type': 'DataDownload',
    encodingFormat,
    contentUrl: baseUrl + path,
  })
  const photos = heritage.flatMap(({ properties }) => properties.photos)
  return {
    '@context': ['https://schema.org', { dt: 'https://www.datatourisme.fr/ontology/core#' }],
    '@type': 'WebPage',
    '@id': url,
    inLanguage: language,
    license: licenceUrl,
    mainEntity: {
      '@type': ['TouristTrip', 'dt:WalkingTour'],
      '@id': `${url}#trail`,
      identifier: trail.id,
      name,
      ...(shortPresentation ? { description: shortPresentation } : {}),
      provider: { '@type': 'Organization', name: producer ?? territory.office.name },
      itinerary: {
        '@type': 'ItemList',
        itemListElement: heritage.map((point, i) => ({
          '@type': 'ListItem',
          position: i + 1,
          item: {
            '@type': 'LandmarksOrHistoricalBuildings',
            name: placeName(point),
            geo: {
              '@type': 'GeoCoordinates',
              latitude: point.geometry.coordinates[1],
              longitude: point.geometry.coordinates[0],
            },
          },
        })),
      },
      image: photos.map(({ href }) => ({
        '@type': 'ImageObject',
        contentUrl: baseUrl + href,
        license: licenceUrl,
      })),
      subjectOf: [
        file('application/gpx+xml', CATALOGUE.gpx(slug)),
        file('application/geo+json', CATALOGUE.publication(slug, version)),
      ],
      'dt:tourDistance': lengthM,
      'dt:duration': Math.round(walkingS / 60),
    },
  }
}
