import type { Fix } from '../geo/fix.ts'
import { degrees, metres } from './decimals.ts'
import type { ParsedLine, ParsedWaypoint } from './parsed-file.ts'
import { instantText, type WritableFile, type WriteOptions } from './writable-file.ts'
import { element } from './xml-text.ts'

/**
 * KML 2.2. With times a track is a `gx:MultiTrack`, one `gx:Track` a segment; without, or where a fix has
 * none, a `MultiGeometry` of lines. Source: OGC 12-007r2 and the gx extensions.
 */
export function writeKml(file: WritableFile, options: WriteOptions): string {
  const placemarks = [
    ...file.waypoints.map(waypoint),
    ...[...file.routes, ...file.tracks].map((one) => line(one, options)),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">
<Document>${element('name', file.name)}${element('description', file.description)}
${placemarks.join('\n')}
</Document>
</kml>
`
}

function waypoint({ name, description, ...place }: ParsedWaypoint): string {
  return placemark(name, description, `<Point><coordinates>${tuple(place)}</coordinates></Point>`)
}

function line({ name, description, track: { segments } }: ParsedLine, { times }: WriteOptions) {
  const timed = times && segments.flat().every(({ atMs }) => atMs !== undefined)
  const inside = timed
    ? `<gx:MultiTrack>${segments.map(timedTrack).join('')}</gx:MultiTrack>`
    : `<MultiGeometry>${segments.map(lineString).join('')}</MultiGeometry>`
  return placemark(name, description, inside)
}

function timedTrack(fixes: readonly Fix[]): string {
  const when = fixes.map(({ atMs }) => element('when', instantText(atMs!))).join('')
  const where = fixes.map((fix) => `<gx:coord>${tuple(fix).replaceAll(',', ' ')}</gx:coord>`)
  return `<gx:Track>${when}${where.join('')}</gx:Track>`
}

function lineString(fixes: readonly Fix[]): string {
  return `<LineString><coordinates>${fixes.map(tuple).join('\n')}</coordinates></LineString>`
}

function tuple({ lon, lat, eleM }: Fix): string {
  return [degrees(lon), degrees(lat), ...(eleM === undefined ? [] : [metres(eleM)])].join(',')
}

function placemark(name: string | undefined, description: string | undefined, geometry: string) {
  return `<Placemark>${element('name', name)}${element('description', description)}${geometry}</Placemark>`
}
