import { CATALOGUE, PAGES } from '../../contract/endpoints.ts'
import { bboxOf, type Bbox } from '../../domain/publication/published-geometry.ts'
import { toRandonnee } from '../../domain/publication/schema-randonnee.ts'
import { geoJsonPieces } from '../../domain/publication/publication-file.ts'
import type { PublishedHeritage } from '../../domain/publication/published-points.ts'
import type { PublishedCatalogue } from './published-catalogue.ts'
import type { PublishedEntry } from './read-published.ts'

/** All published trails, each as frozen, with what is true of it today beside it. */
export function* trailsFile(all: PublishedCatalogue, baseUrl: string): Iterable<string> {
  const { entries } = all
  const bbox = unionOf(entries.map(({ trail }) => trail.bbox))
  yield* geoJsonPieces(
    collection(bbox),
    each(entries, (entry) => trailFeature(entry, baseUrl)),
  )
}

function trailFeature(entry: PublishedEntry, baseUrl: string): object {
  const { trail, status, tested } = entry
  const { slug, version, testedOn: _then, tests: _some, ...properties } = trail.properties
  return {
    ...trail,
    properties: {
      ...{ ...properties, slug, version },
      territory: entry.territory.id,
      status: status.id,
      ...(status.id === 'closed' ? { closure: status.because } : {}),
      ...tested,
      url: baseUrl + PAGES.trail(slug),
      gpx: baseUrl + CATALOGUE.gpx(slug),
      frozen: baseUrl + CATALOGUE.publication(slug, version),
    },
  }
}

/** Every heritage point of a published trail, once, with the trails it is on. */
export function* heritageFile(all: PublishedCatalogue): Iterable<string> {
  const points = new Map<string, { point: PublishedHeritage; trails: string[] }>()
  for (const { trail, heritage } of all.entries) {
    for (const point of heritage) {
      const known = points.get(point.id) ?? { point, trails: [] }
      known.trails.push(trail.properties.slug)
      points.set(point.id, known)
    }
  }
  const bbox = bboxOf([...points.values()].map(({ point }) => point.geometry.coordinates))
  const features = each(points.values(), ({ point, trails }) => {
    const properties = { ...point.properties, alongM: undefined, trails }
    return { ...point, properties }
  })
  yield* geoJsonPieces(collection(bbox), features)
}

/** Open reports on published trails: what a walker should know today. */
export function* reportsFile(all: PublishedCatalogue): Iterable<string> {
  const features = all.entries.flatMap(({ reports }) => reports)
  const places = features.flatMap(({ geometry }) =>
    geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates,
  )
  yield* geoJsonPieces(collection(bboxOf(places)), features)
}

/** Published trails in the national exchange format, schema_randonnee 1.1.0. */
export function* randonneeFile(all: PublishedCatalogue, baseUrl: string): Iterable<string> {
  const features = each(all.entries, ({ trail, heritage, territory, publishedOn }) => {
    const { name: office, contact } = territory.office
    return toRandonnee({
      ...{ trail, heritage, office, publishedOn },
      ...(contact === undefined ? {} : { contact }),
      url: baseUrl + PAGES.trail(trail.properties.slug),
      absolute: (href) => baseUrl + href,
    })
  })
  yield* geoJsonPieces(collection(null), features)
}

function collection(bbox: Bbox | null): Readonly<Record<string, unknown>> {
  return { type: 'FeatureCollection', ...(bbox ? { bbox } : {}) }
}

function* each<T>(all: Iterable<T>, make: (one: T) => object): Iterable<object> {
  for (const one of all) yield make(one)
}

function unionOf(boxes: readonly Bbox[]): Bbox | null {
  return bboxOf(
    boxes.flatMap(([west, south, east, north]) => [
      [west, south],
      [east, north],
    ]),
  )
}
