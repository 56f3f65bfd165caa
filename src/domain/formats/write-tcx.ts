import type { Fix } from '../geo/fix.ts'
import type { ParsedLine } from './parsed-file.ts'
import {
  degrees,
  element,
  instant,
  metres,
  type WritableFile,
  type WriteOptions,
} from './written-file.ts'

/** A trackpoint must have a time: where none may be told, time starts here. */
const NO_TIME_MS = 0

/**
 * Writes TCX, which knows no waypoints without a line: recordings with times become an activity,
 * all other lines a course, whose seconds are counted from 1970 because the format wants some.
 */
export function writeTcx(file: WritableFile, options: WriteOptions): string {
  const timed = options.times ? file.tracks.filter(({ track }) => track.recorded) : []
  const others = [...file.routes, ...file.tracks.filter((line) => !timed.includes(line))]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase',
    ' xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">\n',
    timed.length === 0 ? '' : `<Activities>\n${timed.map(writeActivity).join('')}</Activities>\n`,
    others.length === 0 ? '' : `<Courses>\n${others.map(writeCourse).join('')}</Courses>\n`,
    '</TrainingCenterDatabase>\n',
  ].join('')
}

function writeActivity({ track }: ParsedLine): string {
  const startMs = track.segments.flat().find(({ atMs }) => atMs !== undefined)?.atMs ?? NO_TIME_MS
  const tracks = track.segments.map((segment) => writeTrack(segment, ({ atMs }) => atMs))
  return (
    `<Activity Sport="Other"><Id>${instant(startMs)}</Id><Lap StartTime="${instant(startMs)}">` +
    '<TotalTimeSeconds>0</TotalTimeSeconds><DistanceMeters>0</DistanceMeters><Calories>0</Calories>' +
    `<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod>\n${tracks.join('')}</Lap></Activity>\n`
  )
}

function writeCourse({ name, track }: ParsedLine, index: number): string {
  let second = 0
  const tracks = track.segments.map((segment) =>
    writeTrack(segment, () => NO_TIME_MS + 1000 * second++),
  )
  // The schema allows fifteen characters.
  const title = (name ?? `Jalon ${index + 1}`).slice(0, 15)
  return `<Course>${element('Name', title)}\n${tracks.join('')}</Course>\n`
}

function writeTrack(segment: readonly Fix[], timeOf: (fix: Fix) => number | undefined): string {
  const points = segment.map((fix) => {
    const atMs = timeOf(fix)
    return (
      '<Trackpoint>' +
      element('Time', atMs === undefined ? undefined : instant(atMs)) +
      `<Position><LatitudeDegrees>${degrees(fix.lat)}</LatitudeDegrees>` +
      `<LongitudeDegrees>${degrees(fix.lon)}</LongitudeDegrees></Position>` +
      element('AltitudeMeters', fix.eleM === undefined ? undefined : metres(fix.eleM)) +
      '</Trackpoint>\n'
    )
  })
  return `<Track>\n${points.join('')}</Track>\n`
}
