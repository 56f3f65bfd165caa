import { HERITAGE_DESCRIPTION, type HeritageDescription } from '../observation/point-fields.ts'
import type { Feature, LineString, Point } from 'geojson'
import type { HeritageEntity, ReportEntity } from '../catalogue/entity.ts'
import { HERITAGE_KINDS, termOf, type OsmTags } from '../observation/vocabularies.ts'
import { publishedLine, publishedPosition } from './published-geometry.ts'
import type { Licence } from './published-trail.ts'

export interface PublishedPhoto {
  readonly sha256: string
  /** Path of the picture, encoded again without metadata. */
  readonly href: string
  readonly alt?: string
}

export interface PublishedHeritageProperties extends HeritageDescription {
  readonly kind: 'heritage-point'
  readonly heritageKind: string
  readonly photos: readonly PublishedPhoto[]
  /** What the law took out since it was frozen. */
  readonly redacted?: readonly ('text' | 'photos')[]
  /** OpenStreetMap tags of the kind. */
  readonly osm?: OsmTags
  /** Metres from the start of the trail it is published with. */
  readonly alongM?: number
  readonly source: string
  readonly licence: string
  readonly licenceUrl: string
}
export type PublishedHeritage = Feature<Point, PublishedHeritageProperties> & { id: string }

/** A heritage point as the world reads it: who saw it, when and with what is left out. */
export function publishHeritage(
  point: HeritageEntity,
  source: string,
  licence: Licence,
  photoHref: (sha256: string) => string,
  alongM?: number,
): PublishedHeritage {
  const { properties } = point
  const osm = termOf(HERITAGE_KINDS, properties.heritageKind)?.osm_write
  return {
    type: 'Feature',
    id: point.id,
    geometry: { type: 'Point', coordinates: publishedPosition(point.geometry.coordinates) },
    properties: {
      kind: 'heritage-point',
      heritageKind: properties.heritageKind,
      ...chosen(properties, HERITAGE_DESCRIPTION),
      photos: publishPhotos(properties.photos, photoHref),
      ...(osm ? { osm } : {}),
      ...(alongM === undefined ? {} : { alongM: Math.round(alongM) }),
      source,
      licence: licence.name,
      licenceUrl: licence.url,
    },
  }
}

export interface PublishedReportProperties {
  readonly kind: 'trail-report'
  readonly category: string
  readonly subtype?: string
  readonly magnitude: 0 | 1 | 2
  readonly text?: string
  /** Slug of the published trail it lies on. */
  readonly trail: string
  readonly photos: readonly PublishedPhoto[]
  readonly source: string
  readonly licence: string
  readonly licenceUrl: string
}
export type PublishedReport = Feature<Point | LineString, PublishedReportProperties> & {
  id: string
}

/** An open report as the world reads it. */
export function publishReport(
  report: ReportEntity,
  trailSlug: string,
  source: string,
  licence: Licence,
  photoHref: (sha256: string) => string,
): PublishedReport {
  const { properties, geometry } = report
  return {
    type: 'Feature',
    id: report.id,
    geometry:
      geometry.type === 'Point'
        ? { type: 'Point', coordinates: publishedPosition(geometry.coordinates) }
        : { type: 'LineString', coordinates: publishedLine(geometry.coordinates) },
    properties: {
      kind: 'trail-report',
      category: properties.category,
      ...chosen(properties, ['subtype'] as const),
      magnitude: properties.magnitude,
      ...chosen(properties, ['text'] as const),
      trail: trailSlug,
      photos: publishPhotos(properties.photos, photoHref),
      source,
      licence: licence.name,
      licenceUrl: licence.url,
    },
  }
}

function publishPhotos(
  photos: readonly { readonly sha256: string; readonly alt?: string }[],
  hrefOf: (sha256: string) => string,
): PublishedPhoto[] {
  return photos.map(({ sha256, alt }) => ({
    sha256,
    href: hrefOf(sha256),
    ...(alt === undefined ? {} : { alt }),
  }))
}

function chosen<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  const pairs = keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])
  return Object.fromEntries(pairs) as Pick<T, K>
}
