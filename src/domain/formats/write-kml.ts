import type { Fix } from '../geo/fix.ts'
import type { ParsedLine, ParsedWaypoint } from './parsed-file.ts'
import {
  degrees,
  element,
  instant,
  metres,
  timeOf,
  type WritableFile,
  type WriteOptions,
} from './written-file.ts'

/** Writes KML 2.2: drawn lines as `LineString`, recordings with their times as `gx:Track`. */
export function writeKml(file: WritableFile, options: WriteOptions): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">\n',
    `<Document>${element('name', file.name)}${element('description', file.description)}\n`,
    ...file.waypoints.map((waypoint) => writeWaypoint(waypoint, options)),
    ...[...file.routes, ...file.tracks].map((line) => writeLine(line, options)),
    '</Document>\n</kml>\n',
  ].join('')
}

function writeWaypoint(waypoint: ParsedWaypoint, options: WriteOptions): string {
  const when = timeOf(waypoint, options)
  return (
    `<Placemark>${describe(waypoint)}` +
    (when ? `<TimeStamp>${element('when', when)}</TimeStamp>` : '') +
    `<Point><coordinates>${tuple(waypoint)}</coordinates></Point></Placemark>\n`
  )
}

function writeLine(line: ParsedLine, options: WriteOptions): string {
  const { segments, recorded } = line.track
  const timed = options.times && recorded
  const parts = segments.map((segment) => (timed ? writeTrack(segment) : writeString(segment)))
  const group = timed ? 'gx:MultiTrack' : 'MultiGeometry'
  const geometry = parts.length === 1 ? parts[0]! : `<${group}>${parts.join('')}</${group}>`
  return `<Placemark>${describe(line)}${geometry}</Placemark>\n`
}

function writeString(segment: readonly Fix[]): string {
  return `<LineString><coordinates>${segment.map(tuple).join('\n')}</coordinates></LineString>`
}

/** `gx:Track` wants an instant for every place: a fix without one gets an empty `when`. */
function writeTrack(segment: readonly Fix[]): string {
  const whens = segment.map(({ atMs }) => `<when>${atMs === undefined ? '' : instant(atMs)}</when>`)
  const coords = segment.map((fix) => `<gx:coord>${tuple(fix).replaceAll(',', ' ')}</gx:coord>`)
  return `<gx:Track>${whens.join('\n')}\n${coords.join('\n')}</gx:Track>`
}

function describe({ name, description }: ParsedLine | ParsedWaypoint): string {
  return element('name', name) + element('description', description)
}

function tuple({ lon, lat, eleM }: Pick<Fix, 'lon' | 'lat' | 'eleM'>): string {
  const place = `${degrees(lon)},${degrees(lat)}`
  return eleM === undefined ? place : `${place},${metres(eleM)}`
}
