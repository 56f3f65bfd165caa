import type { Fix } from '../geo/fix.ts'
import { coordinateTimes, type CoordinateTimes } from './geojson-times.ts'
import type { Kept, ParsedFile, ParsedLine, ParsedWaypoint } from './parsed-file.ts'
import { DEEPEST_NESTING } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { RefusedFile } from './refuse.ts'
import { believableElevation, isPlace, PointBudget, TrackBuilder } from './track-builder.ts'

export type GeoJsonContent = Omit<ParsedFile, 'format' | 'problems'>

type Json = Readonly<Record<string, unknown>>

const GEOMETRIES = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
])
/** Names of longitude and latitude on WGS84, the only system that RFC 7946 knows. */
const WGS84 = /CRS84|(^|[^0-9])4326([^0-9]|$)/i

/**
 * Reads GeoJSON (RFC 7946): a line is a track, recorded when its points have times; points are
 * waypoints; areas are left out and counted. Unknown members are kept. Coordinates in another
 * system than WGS84 are refused, never guessed.
 */
export function readGeoJson(text: string, tally: ProblemTally): GeoJsonContent {
  const root = parseJson(text)
  const reader = new GeoJsonReader(tally)
  reader.readRoot(root)
  return reader.content()
}

class GeoJsonReader {
  private readonly tally: ProblemTally
  private readonly budget = new PointBudget()
  private readonly tracks: ParsedLine[] = []
  private readonly waypoints: ParsedWaypoint[] = []
  private name: string | undefined
  private kept: Kept | undefined
  private badGeometries = 0

  constructor(tally: ProblemTally) {
    this.tally = tally
  }

  readRoot(root: Json): void {
    const { type, crs, features, name, ...others } = root
    if (crs !== undefined && crs !== null) this.readCrs(crs)
    if (type === 'FeatureCollection') {
      if (!Array.isArray(features)) throw new RefusedFile('malformed-geojson')
      if (typeof name === 'string') this.name = name
      if (Object.keys(others).length > 0) this.kept = others
      for (const feature of features) this.readMember(feature)
      if (this.isUnreadable(features.length)) throw new RefusedFile('malformed-geojson')
    } else if (type === 'Feature') this.readFeature(root)
    else if (typeof type === 'string' && GEOMETRIES.has(type)) this.readGeometry(root, {}, null, 0)
    else throw new RefusedFile('malformed-geojson')
  }

  content(): GeoJsonContent {
    if (this.tracks.length > 1) this.tally.add('several-tracks', this.tracks.length)
    const { tracks, waypoints, name, kept } = this
    return { ...(name ? { name } : {}), tracks, routes: [], waypoints, ...(kept ? { kept } : {}) }
  }

  private readCrs(crs: unknown): void {
    if (!WGS84.test(JSON.stringify(crs))) throw new RefusedFile('projected')
    this.tally.add('crs-ignored')
  }

  /** One feature that is none costs itself, not its neighbours. */
  private readMember(feature: unknown): void {
    try {
      if (!isObject(feature)) throw new RefusedFile('malformed-geojson')
      this.readFeature(feature)
    } catch (error) {
      if (!(error instanceof RefusedFile) || error.refusal.code !== 'malformed-geojson') throw error
      this.badGeometries += 1
      this.tally.add('bad-geometry')
    }
  }

  private isUnreadable(count: number): boolean {
    return count > 0 && this.badGeometries === count
  }

  private readFeature({ geometry, properties, type, crs: _crs, ...others }: Json): void {
    if (type !== 'Feature') throw new RefusedFile('malformed-geojson')
    if (geometry === null || geometry === undefined) {
      this.tally.add('no-geometry')
      return
    }
    if (!isObject(geometry)) throw new RefusedFile('malformed-geojson')
    const own = isObject(properties) ? properties : {}
    const { coordTimes, coordinateProperties, ...rest } = own
    const kept = { ...others, properties: rest }
    this.readGeometry(geometry, kept, coordinateTimes(coordTimes, coordinateProperties), 0)
  }

  private readGeometry(
    geometry: Json,
    kept: Kept,
    times: CoordinateTimes | null,
    depth: number,
  ): void {
    if (depth > DEEPEST_NESTING) throw new RefusedFile('too-deep')
    const { type, coordinates, geometries } = geometry
    if (type === 'GeometryCollection') {
      if (!Array.isArray(geometries)) throw new RefusedFile('malformed-geojson')
      for (const part of geometries) {
        if (isObject(part)) this.readGeometry(part, kept, null, depth + 1)
      }
    } else if (!Array.isArray(coordinates)) throw new RefusedFile('malformed-geojson')
    else if (type === 'Point') this.addWaypoint(coordinates, kept)
    else if (type === 'MultiPoint') for (const one of coordinates) this.addWaypoint(one, kept)
    else if (type === 'LineString') this.addLine([coordinates], kept, times)
    else if (type === 'MultiLineString') this.addLine(coordinates, kept, times)
    else this.tally.add('ignored-geometry')
  }

  private addWaypoint(position: unknown, kept: Kept): void {
    const fix = this.toFix(position)
    if (!fix) return
    this.budget.take()
    this.waypoints.push({ ...fix, ...words(kept), kept })
  }

  private addLine(lines: readonly unknown[], kept: Kept, times: CoordinateTimes | null): void {
    const builder = new TrackBuilder(this.tally, this.budget)
    lines.forEach((line, part) => {
      builder.startSegment()
      if (!Array.isArray(line)) return
      line.forEach((position, i) => {
        const fix = this.toFix(position)
        const atMs = times?.(part, i, lines.length > 1)
        if (fix) builder.add({ ...fix, ...(atMs == null ? {} : { atMs }) })
      })
    })
    const track = builder.build(false)
    if (track.segments.length === 0) return
    this.tracks.push({ ...words(kept), track, kept })
  }

  private toFix(position: unknown): Fix | null {
    const [lon, lat, ele] = Array.isArray(position) ? (position as unknown[]) : []
    if (!isNumber(lon) || !isNumber(lat) || !isPlace(lon, lat)) {
      this.tally.add('bad-position')
      return null
    }
    const eleM = isNumber(ele) ? believableElevation(ele, this.tally) : undefined
    return { lon, lat, ...(eleM === undefined ? {} : { eleM }) }
  }
}

function words(kept: Kept): { name?: string; description?: string } {
  const properties = isObject(kept['properties']) ? kept['properties'] : {}
  const name = [properties['name'], properties['nom_itineraire'], properties['title']].find(isText)
  const description = [properties['description'], properties['desc']].find(isText)
  return { ...(name ? { name } : {}), ...(description ? { description } : {}) }
}

function parseJson(text: string): Json {
  refuseDeepNesting(text)
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch (error) {
    throw new RefusedFile('malformed-json', lineOf(text, error))
  }
  if (!isObject(root)) throw new RefusedFile('malformed-geojson')
  return root
}

/** JSON.parse recurses: a file of a million brackets would end the stack before it ends itself. */
function refuseDeepNesting(text: string): void {
  let depth = 0
  let inText = false
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (inText) {
      if (code === 0x5c) i += 1
      else if (code === 0x22) inText = false
    } else if (code === 0x22) inText = true
    else if (code === 0x5b || code === 0x7b) {
      depth += 1
      if (depth > DEEPEST_NESTING) throw new RefusedFile('too-deep')
    } else if (code === 0x5d || code === 0x7d) depth -= 1
  }
}

/** Engines tell the place of a fault in different words; where one tells none, there is no line. */
function lineOf(text: string, error: unknown): number | undefined {
  const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined
  return at === undefined ? undefined : text.slice(0, Number(at)).split('\n').length
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
