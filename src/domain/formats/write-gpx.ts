import type { Fix } from '../geo/fix.ts'
import type { ParsedLine, ParsedWaypoint } from './parsed-file.ts'
import {
  degrees,
  element,
  metres,
  timeOf,
  type WritableFile,
  type WriteOptions,
} from './written-file.ts'

const HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Jalon"' +
  ' xmlns="http://www.topografix.com/GPX/1/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
  ' xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd">\n'

/** Writes GPX 1.1 in the element order of its schema: metadata, waypoints, routes, tracks. */
export function writeGpx(file: WritableFile, options: WriteOptions): string {
  const head = element('name', file.name) + element('desc', file.description)
  return [
    HEAD,
    head === '' ? '' : `<metadata>${head}</metadata>\n`,
    ...file.waypoints.map((waypoint) => writeWaypoint(waypoint, options)),
    ...file.routes.map((route) => writeRoute(route, options)),
    ...file.tracks.map((track) => writeTrack(track, options)),
    '</gpx>\n',
  ].join('')
}

function writeWaypoint(waypoint: ParsedWaypoint, options: WriteOptions): string {
  const { lon, lat, eleM, name, description, symbol, category, kept } = waypoint
  return (
    `<wpt lat="${degrees(lat)}" lon="${degrees(lon)}">` +
    element('ele', eleM === undefined ? undefined : metres(eleM)) +
    element('time', timeOf(waypoint, options)) +
    element('name', name) +
    element('cmt', keptText(kept, 'cmt')) +
    element('desc', description) +
    element('src', keptText(kept, 'src')) +
    element('sym', symbol) +
    element('type', category) +
    '</wpt>\n'
  )
}

/** A route has no segments: its parts are written one after the other, as one route each. */
function writeRoute(route: ParsedLine, options: WriteOptions): string {
  return route.track.segments
    .map(
      (segment) =>
        `<rte>${describe(route)}\n${segment.map((fix) => writePoint('rtept', fix, options)).join('')}</rte>\n`,
    )
    .join('')
}

function writeTrack(line: ParsedLine, options: WriteOptions): string {
  const segments = line.track.segments.map(
    (segment) =>
      `<trkseg>\n${segment.map((fix) => writePoint('trkpt', fix, options)).join('')}</trkseg>\n`,
  )
  return `<trk>${describe(line)}\n${segments.join('')}</trk>\n`
}

function describe({ name, description, kept }: ParsedLine): string {
  return (
    element('name', name) +
    element('cmt', keptText(kept, 'cmt')) +
    element('desc', description) +
    element('src', keptText(kept, 'src')) +
    element('type', keptText(kept, 'type'))
  )
}

function writePoint(name: 'trkpt' | 'rtept', fix: Fix, options: WriteOptions): string {
  const inside =
    element('ele', fix.eleM === undefined ? undefined : metres(fix.eleM)) +
    element('time', timeOf(fix, options))
  const open = `<${name} lat="${degrees(fix.lat)}" lon="${degrees(fix.lon)}"`
  return inside === '' ? `${open}/>\n` : `${open}>${inside}</${name}>\n`
}

function keptText(kept: ParsedLine['kept'], key: string): string | undefined {
  const value = kept?.[key]
  return typeof value === 'string' ? value : undefined
}
