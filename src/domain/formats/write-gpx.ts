import type { Fix } from '../geo/fix.ts'
import { degrees, metres } from './decimals.ts'
import type { Kept, ParsedLine, ParsedWaypoint } from './parsed-file.ts'
import { instantText, type WritableFile, type WriteOptions } from './writable-file.ts'
import { element, escapeXml } from './xml-text.ts'

/**
 * GPX 1.1, elements in the order of its schema, six decimals. A segment of one point, which readers
 * refuse as a line, is written all the same: it was in the data.
 * Source: GPX 1.1 Schema Documentation, TopoGrafix.
 */
export function writeGpx(file: WritableFile, options: WriteOptions): string {
  const body = [
    metadata(file),
    ...file.waypoints.map((one) => waypoint(one, options)),
    ...file.routes.map((one) => route(one, options)),
    ...file.tracks.map((one) => track(one, options)),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Jalon" xmlns="http://www.topografix.com/GPX/1/1">
${body.filter((part) => part !== '').join('\n')}
</gpx>
`
}

function metadata({ name, description, licence }: WritableFile): string {
  const rights = licence
    ? `<copyright author="${escapeXml(licence.author)}">${element('license', licence.url)}</copyright>`
    : ''
  const inside = element('name', name) + element('desc', description) + rights
  return inside === '' ? '' : `<metadata>${inside}</metadata>`
}

function waypoint(one: ParsedWaypoint, options: WriteOptions): string {
  const words =
    element('name', one.name) +
    element('cmt', keptText(one.kept, 'cmt')) +
    element('desc', one.description) +
    element('src', keptText(one.kept, 'src')) +
    element('sym', one.symbol) +
    element('type', one.category)
  return point('wpt', one, options, words)
}

function route(
  { name, description, kept, track: { segments } }: ParsedLine,
  options: WriteOptions,
) {
  const points = segments.flat().map((fix) => point('rtept', fix, options))
  return `<rte>${words(name, description, kept)}\n${points.join('\n')}\n</rte>`
}

function track(
  { name, description, kept, track: { segments } }: ParsedLine,
  options: WriteOptions,
) {
  const written = segments.map(
    (fixes) =>
      `<trkseg>\n${fixes.map((fix) => point('trkpt', fix, options)).join('\n')}\n</trkseg>`,
  )
  return `<trk>${words(name, description, kept)}\n${written.join('\n')}\n</trk>`
}

function words(name: string | undefined, description: string | undefined, kept: Kept | undefined) {
  return (
    element('name', name) +
    element('cmt', keptText(kept, 'cmt')) +
    element('desc', description) +
    element('src', keptText(kept, 'src')) +
    element('type', keptText(kept, 'type'))
  )
}

function point(
  name: 'wpt' | 'rtept' | 'trkpt',
  { lon, lat, eleM, atMs }: Fix,
  { times }: WriteOptions,
  more = '',
): string {
  const ele = eleM === undefined ? '' : element('ele', metres(eleM))
  const time = times && atMs !== undefined ? element('time', instantText(atMs)) : ''
  return `<${name} lat="${degrees(lat)}" lon="${degrees(lon)}">${ele}${time}${more}</${name}>`
}

function keptText(kept: Kept | undefined, key: string): string | undefined {
  const value = kept?.[key]
  return typeof value === 'string' ? value : undefined
}
