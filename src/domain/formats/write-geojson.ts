import { bbox, featureCollection } from '@turf/turf'
import type { Feature, FeatureCollection, LineString, MultiLineString, Position } from 'geojson'
import type { Fix } from '../geo/fix.ts'
import { roundDegrees, roundMetres } from '../geo/rounding.ts'
import type { Kept, ParsedLine, ParsedWaypoint } from './parsed-file.ts'
import { instant, type WritableFile, type WriteOptions } from './written-file.ts'

/**
 * Writes GeoJSON (RFC 7946): six decimals, a `bbox`, no `crs`. Segments of a single point are no
 * line and become nothing; unknown members of what was read are written again.
 */
export function toGeoJson(file: WritableFile, options: WriteOptions): FeatureCollection {
  const features = [
    ...file.waypoints.map((waypoint) => toPoint(waypoint, options)),
    ...[...file.routes, ...file.tracks].flatMap((line) => toLine(line, options)),
  ]
  const box = features.length > 0 ? bbox(featureCollection(features)) : null
  return {
    ...file.kept,
    type: 'FeatureCollection',
    ...(file.name ? { name: file.name } : {}),
    ...(box ? { bbox: box } : {}),
    features,
  }
}

export function writeGeoJson(file: WritableFile, options: WriteOptions): string {
  return `${JSON.stringify(toGeoJson(file, options))}\n`
}

function toPoint(waypoint: ParsedWaypoint, { times }: WriteOptions): Feature {
  const { atMs, symbol, category } = waypoint
  const own = {
    ...(symbol ? { sym: symbol } : {}),
    ...(category ? { type: category } : {}),
    ...(times && atMs !== undefined ? { time: instant(atMs) } : {}),
  }
  return {
    ...membersOf(waypoint.kept),
    type: 'Feature',
    geometry: { type: 'Point', coordinates: toPosition(waypoint) },
    properties: { ...propertiesOf(waypoint.kept), ...words(waypoint), ...own },
  }
}

function toLine(line: ParsedLine, { times }: WriteOptions): Feature[] {
  const parts = line.track.segments.filter((segment) => segment.length >= 2)
  if (parts.length === 0) return []
  const coordinates = parts.map((segment) => segment.map(toPosition))
  const geometry: LineString | MultiLineString =
    coordinates.length === 1
      ? { type: 'LineString', coordinates: coordinates[0]! }
      : { type: 'MultiLineString', coordinates }
  const instants = parts.map((segment) =>
    segment.map(({ atMs }) => (atMs === undefined ? null : instant(atMs))),
  )
  const timed = times && line.track.recorded
  const coordinateProperties = { times: parts.length === 1 ? instants[0] : instants }
  return [
    {
      ...membersOf(line.kept),
      type: 'Feature',
      geometry,
      properties: {
        ...propertiesOf(line.kept),
        ...words(line),
        ...(timed ? { coordinateProperties } : {}),
      },
    },
  ]
}

function toPosition({ lon, lat, eleM }: Pick<Fix, 'lon' | 'lat' | 'eleM'>): Position {
  const place = [roundDegrees(lon), roundDegrees(lat)]
  return eleM === undefined ? place : [...place, roundMetres(eleM)]
}

function words({ name, description }: ParsedLine | ParsedWaypoint): Record<string, string> {
  return { ...(name ? { name } : {}), ...(description ? { description } : {}) }
}

/** What other formats kept is flat text; what GeoJSON kept has `properties` of its own. */
function propertiesOf(kept: Kept | undefined): Record<string, unknown> {
  if (!kept) return {}
  const { properties } = kept
  return typeof properties === 'object' && properties !== null ? { ...properties } : { ...kept }
}

/** Members of a feature beside its properties: its id, and what others invented. */
function membersOf(kept: Kept | undefined): Record<string, unknown> {
  if (typeof kept?.['properties'] !== 'object') return {}
  const ours = ['properties', 'bbox']
  return Object.fromEntries(Object.entries(kept).filter(([key]) => !ours.includes(key)))
}
