import type { Feature, FeatureCollection, Position } from 'geojson'
import type { Fix } from '../geo/fix.ts'
import { roundPosition } from './decimals.ts'
import type { Kept, ParsedLine, ParsedWaypoint } from './parsed-file.ts'
import { instantText, type WritableFile, type WriteOptions } from './writable-file.ts'

/**
 * RFC 7946: WGS84, six decimals, `bbox`, no `crs`. A line of one segment is a LineString, of several a
 * MultiLineString; a segment of fewer than two points cannot be a line and is left out. Members that a
 * GeoJSON reader kept come back where they were. Times, when asked for, are in
 * `coordinateProperties.times`, the convention of converters.
 */
export function writeGeoJson(file: WritableFile, options: WriteOptions): FeatureCollection {
  const features = [
    ...file.tracks.map((one) => line(one, options)),
    ...file.routes.map((one) => line(one, options)),
    ...file.waypoints.map(waypoint),
  ].filter((feature) => feature !== null)
  const bbox = boxOf(features)
  return {
    ...file.kept,
    type: 'FeatureCollection',
    ...(bbox ? { bbox } : {}),
    features,
  }
}

function line({ name, description, kept, track }: ParsedLine, { times }: WriteOptions) {
  const segments = track.segments.filter((fixes) => fixes.length >= 2)
  if (segments.length === 0) return null
  const lines = segments.map((fixes) => fixes.map(position))
  const instants = segments.map((fixes) => fixes.map(({ atMs }) => instantOf(atMs)))
  const timed = times && track.recorded && instants.flat().some((one) => one !== null)
  const single = lines.length === 1
  const geometry: Feature['geometry'] = single
    ? { type: 'LineString', coordinates: lines[0]! }
    : { type: 'MultiLineString', coordinates: lines }
  const own = timed ? { coordinateProperties: { times: single ? instants[0] : instants } } : {}
  return feature(geometry, { name, description }, kept, own)
}

function waypoint({ name, description, symbol, category, kept, ...place }: ParsedWaypoint) {
  const words = { name, description, symbol, category }
  return feature({ type: 'Point', coordinates: position(place) }, words, kept)
}

function feature(
  geometry: Feature['geometry'],
  words: Readonly<Record<string, string | undefined>>,
  kept: Kept = {},
  own: object = {},
): Feature {
  const { properties, ...members } = isFeatureLike(kept) ? kept : { properties: kept }
  const said = Object.fromEntries(Object.entries(words).filter(([, text]) => text !== undefined))
  return {
    ...members,
    type: 'Feature',
    properties: { ...said, ...(properties as object), ...own },
    geometry,
  }
}

/** What the GeoJSON reader kept is a Feature without its geometry; other readers keep plain words. */
function isFeatureLike(kept: Kept): boolean {
  return typeof kept['properties'] === 'object' && kept['properties'] !== null
}

function position({ lon, lat, eleM }: Fix): Position {
  return roundPosition(eleM === undefined ? [lon, lat] : [lon, lat, eleM])
}

function instantOf(atMs: number | undefined): string | null {
  return atMs === undefined ? null : instantText(atMs)
}

/** West, south, east, north of everything; none without a position. */
function boxOf(features: readonly Feature[]): [number, number, number, number] | null {
  let box: [number, number, number, number] | null = null
  for (const { geometry } of features) {
    for (const [lon, lat] of positionsOf(geometry)) {
      box = box
        ? [
            Math.min(box[0], lon!),
            Math.min(box[1], lat!),
            Math.max(box[2], lon!),
            Math.max(box[3], lat!),
          ]
        : [lon!, lat!, lon!, lat!]
    }
  }
  return box
}

function positionsOf(geometry: Feature['geometry']): readonly Position[] {
  if (geometry.type === 'Point') return [geometry.coordinates]
  if (geometry.type === 'LineString') return geometry.coordinates
  return geometry.type === 'MultiLineString' ? geometry.coordinates.flat() : []
}
