import { lineLengthM } from '../geo/chainage.ts'
import type { Fix } from '../geo/fix.ts'
import { degrees, metres } from './decimals.ts'
import { instantText, type WritableFile } from './writable-file.ts'
import { element } from './xml-text.ts'

/**
 * TCX 2: one activity a track, one lap a segment. The format asks for an instant at every point, so a line
 * without times cannot be written: `null`. Source: TrainingCenterDatabase v2 schema, Garmin.
 */
export function writeTcx(file: WritableFile): string | null {
  const tracks = [...file.tracks, ...file.routes].map(({ track }) => track.segments)
  if (tracks.length === 0 || !tracks.flat(2).every(({ atMs }) => atMs !== undefined)) return null
  return `<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">
<Activities>
${tracks.map(activity).join('\n')}
</Activities>
</TrainingCenterDatabase>
`
}

function activity(segments: readonly (readonly Fix[])[]): string {
  const start = instantText(segments[0]![0]!.atMs!)
  return `<Activity Sport="Other">${element('Id', start)}${segments.map(lap).join('')}</Activity>`
}

function lap(fixes: readonly Fix[]): string {
  const first = fixes[0]!.atMs!
  const elapsedS = Math.max(0, (fixes.at(-1)!.atMs! - first) / 1000)
  const lengthM = lineLengthM(fixes.map(({ lon, lat }) => [lon, lat]))
  const figures =
    element('TotalTimeSeconds', elapsedS) +
    element('DistanceMeters', metres(lengthM)) +
    element('Calories', 0) +
    element('Intensity', 'Active') +
    element('TriggerMethod', 'Manual')
  const points = fixes.map(trackpoint).join('\n')
  return `<Lap StartTime="${instantText(first)}">${figures}<Track>\n${points}\n</Track></Lap>`
}

function trackpoint({ lon, lat, eleM, atMs }: Fix): string {
  const place = element('LatitudeDegrees', degrees(lat)) + element('LongitudeDegrees', degrees(lon))
  const altitude = eleM === undefined ? '' : element('AltitudeMeters', metres(eleM))
  const time = element('Time', instantText(atMs!))
  return `<Trackpoint>${time}<Position>${place}</Position>${altitude}</Trackpoint>`
}
