import { CATALOGUE, PAGES } from '../../contract/endpoints.ts'
import { bboxOf } from '../../domain/publication/published-geometry.ts'
import { toRandonnee } from '../../domain/publication/schema-randonnee.ts'
import { toGeoJsonText } from '../../domain/publication/publication-file.ts'
import type { PublishedHeritage } from '../../domain/publication/published-points.ts'
import type { PublishedEntry, PublishedTerritory } from './read-published.ts'

/** All published trails, each as frozen, with what is true of it today beside it. */
export function trailsFile(all: readonly PublishedTerritory[], baseUrl: string): string {
  const features = entriesOf(all).map((entry) => {
    const { trail, status, tested } = entry
    const { slug, version } = trail.properties
    return {
      ...trail,
      properties: {
        ...trail.properties,
        territory: entry.territory.id,
        status: status.id,
        ...(status.id === 'closed' ? { closure: status.because } : {}),
        ...tested,
        url: baseUrl + PAGES.trail(slug),
        gpx: baseUrl + CATALOGUE.gpx(slug),
        frozen: baseUrl + CATALOGUE.publication(slug, version),
      },
    }
  })
  const box = bboxOf(features.flatMap(({ geometry }) => geometry.coordinates))
  return toGeoJsonText({ type: 'FeatureCollection', ...(box ? { bbox: box } : {}), features })
}

/** Every heritage point of a published trail, once, with the trails it is on. */
export function heritageFile(all: readonly PublishedTerritory[]): string {
  const points = new Map<string, { point: PublishedHeritage; trails: string[] }>()
  for (const { trail, heritage } of entriesOf(all)) {
    for (const point of heritage) {
      const known = points.get(point.id) ?? { point, trails: [] }
      known.trails.push(trail.properties.slug)
      points.set(point.id, known)
    }
  }
  const features = [...points.values()].map(({ point, trails }) => {
    const properties = { ...point.properties, alongM: undefined, trails }
    return { ...point, properties }
  })
  const box = bboxOf(features.map(({ geometry }) => geometry.coordinates))
  return toGeoJsonText({ type: 'FeatureCollection', ...(box ? { bbox: box } : {}), features })
}

/** Open reports on published trails: what a walker should know today. */
export function reportsFile(all: readonly PublishedTerritory[]): string {
  const features = entriesOf(all).flatMap(({ reports }) => reports)
  const places = features.flatMap(({ geometry }) =>
    geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates,
  )
  const box = bboxOf(places)
  return toGeoJsonText({ type: 'FeatureCollection', ...(box ? { bbox: box } : {}), features })
}

/** Published trails in the national exchange format, schema_randonnee 1.1.0. */
export function randonneeFile(all: readonly PublishedTerritory[], baseUrl: string): string {
  const features = entriesOf(all).map(({ trail, heritage, territory, publishedOn }) => {
    const { name: office, contact } = territory.office
    return toRandonnee({
      trail,
      heritage,
      office,
      ...(contact === undefined ? {} : { contact }),
      url: baseUrl + PAGES.trail(trail.properties.slug),
      publishedOn,
      absolute: (href) => baseUrl + href,
    })
  })
  return toGeoJsonText({ type: 'FeatureCollection', features })
}

export function entriesOf(all: readonly PublishedTerritory[]): PublishedEntry[] {
  return all.flatMap(({ entries }) => [...entries])
}

/** Every photo that the world may see. */
export function photosOf(all: readonly PublishedTerritory[]): ReadonlyMap<string, string> {
  const photos = new Map<string, string>()
  for (const { territory, heritage, reports } of entriesOf(all)) {
    for (const { properties } of [...heritage, ...reports]) {
      for (const { sha256 } of properties.photos) photos.set(sha256, territory.id)
    }
  }
  return photos
}
