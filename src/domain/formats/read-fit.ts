import type { Fix } from '../geo/fix.ts'
import { FitMessages, type FitFields } from './fit-messages.ts'
import type { ParsedFile, ParsedWaypoint } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { RefusedFile } from './refuse.ts'
import { believableElevation, isPlace, PointBudget, TrackBuilder } from './track-builder.ts'

export type FitContent = Omit<ParsedFile, 'format' | 'problems'>

/** Degrees in one semicircle unit. */
const SEMICIRCLE_DEG = 180 / 2 ** 31
/** FIT counts seconds from 1989-12-31T00:00Z. */
const FIT_EPOCH_MS = Date.UTC(1989, 11, 31)
/** Global message numbers and field numbers of the public FIT profile. */
const MESSAGE = { event: 21, record: 20, coursePoint: 32, course: 31, fileId: 0, location: 29 }
const RECORD = {
  lat: 0,
  lon: 1,
  altitude: 2,
  heartRate: 3,
  speed: 6,
  accuracy: 31,
  fineAltitude: 78,
}
const FINE_SPEED = 73
const COURSE_FILE = 6
const COURSE_POINT = { lat: 2, lon: 3, type: 5, name: 6 }
/** A device's saved places ("Locations"); not in the public profile, alike in all files seen. */
const LOCATION = { name: 0, lat: 1, lon: 2, altitude: 4, description: 6 }
/** Kinds of course points by their number in the profile. */
const COURSE_POINT_KINDS =
  'generic summit valley water food danger left right straight first_aid fourth_category ' +
  'third_category second_category first_category hors_category sprint left_fork right_fork ' +
  'middle_fork slight_left sharp_left slight_right sharp_right u_turn segment_start segment_end'
const EVENT = { event: 0, type: 1 }
const TIMER = 0
/** `stop`, `stop-disable`, `stop-all`, `stop-disable-all`. */
const TIMER_STOPS = [1, 4, 8, 9]

/**
 * Reads the records, pauses, course points and saved places of a FIT file. Sums that do not match are
 * told, and so are damage and an early end: what comes before is kept. Seconds without a position are
 * counted.
 *
 * Our own small reader of the messages we need: the profile that general libraries carry is larger
 * than the rest of the phone's checks together, and they stop at the first of several joined files.
 */
export function readFit(bytes: Uint8Array, tally: ProblemTally): FitContent {
  const budget = new PointBudget()
  const builder = new TrackBuilder(tally, budget)
  const waypoints: ParsedWaypoint[] = []
  let planned = false
  let name: string | undefined
  const addWaypoint = (waypoint: ParsedWaypoint | null): void => {
    if (!waypoint) tally.add('no-position')
    else {
      budget.take()
      waypoints.push(waypoint)
    }
  }
  const messages = new FitMessages(bytes)
  for (const { global, fields, atS } of messages.read()) {
    if (global === MESSAGE.record) addRecord(fields, atS, builder, tally)
    else if (global === MESSAGE.fileId) planned ||= fields.number(0) === COURSE_FILE
    else if (global === MESSAGE.course) name = fields.text(5) ?? name
    else if (global === MESSAGE.coursePoint) addWaypoint(readCoursePoint(fields))
    else if (global === MESSAGE.location) addWaypoint(readLocation(fields, tally))
    else if (global === MESSAGE.event && isPause(fields)) builder.startSegmentUnlessEmpty()
  }
  const track = builder.build(planned)
  const lines = track.segments.length > 0 ? [{ ...(name ? { name } : {}), track }] : []
  tellDamage(messages, lines.length + waypoints.length > 0, tally)
  return {
    ...(name ? { name } : {}),
    tracks: planned ? [] : lines,
    routes: planned ? lines : [],
    waypoints,
  }
}

/** Damage costs what comes behind it; it costs the file only when nothing came before. */
function tellDamage(messages: FitMessages, hasContent: boolean, tally: ProblemTally): void {
  const { badChecksums, isCutShort, unreadBytes } = messages
  if (!hasContent && isCutShort) throw new RefusedFile('truncated-fit')
  if (!hasContent && unreadBytes > 0) throw new RefusedFile('malformed-fit')
  tally.add('bad-checksum', badChecksums)
  if (isCutShort) tally.add('cut-short')
  else tally.add('damaged', unreadBytes)
}

function addRecord(
  fields: FitFields,
  atS: number | null,
  builder: TrackBuilder,
  tally: ProblemTally,
): void {
  if (fields.number(RECORD.heartRate) !== null) tally.add('health-data-dropped')
  const place = readPlace(fields, RECORD.lat, RECORD.lon)
  if (place === null) tally.add('no-position')
  else if (!isPlace(place.lon, place.lat)) tally.add('bad-position')
  else builder.add({ ...place, ...measures(fields, tally), ...(atS === null ? {} : instant(atS)) })
}

function measures(fields: FitFields, tally: ProblemTally): Partial<Fix> {
  const altitude = fields.number(RECORD.fineAltitude) ?? fields.number(RECORD.altitude)
  const speed = fields.number(FINE_SPEED) ?? fields.number(RECORD.speed)
  const accuracyM = fields.number(RECORD.accuracy)
  const eleM = altitude === null ? undefined : believableElevation(altitude / 5 - 500, tally)
  return {
    ...(eleM === undefined ? {} : { eleM }),
    ...(speed === null ? {} : { speedMS: speed / 1000 }),
    ...(accuracyM === null ? {} : { accuracyM }),
  }
}

function readCoursePoint(fields: FitFields): ParsedWaypoint | null {
  const place = readPlace(fields, COURSE_POINT.lat, COURSE_POINT.lon)
  if (place === null || !isPlace(place.lon, place.lat)) return null
  const name = fields.text(COURSE_POINT.name)
  const category = COURSE_POINT_KINDS.split(' ')[fields.number(COURSE_POINT.type) ?? 0]
  return {
    ...place,
    ...(name ? { name } : {}),
    ...(category && category !== 'generic' ? { category } : {}),
  }
}

function readLocation(fields: FitFields, tally: ProblemTally): ParsedWaypoint | null {
  const place = readPlace(fields, LOCATION.lat, LOCATION.lon)
  if (place === null || !isPlace(place.lon, place.lat)) return null
  const altitude = fields.number(LOCATION.altitude)
  const eleM = altitude === null ? undefined : believableElevation(altitude / 5 - 500, tally)
  const name = fields.text(LOCATION.name)
  const description = fields.text(LOCATION.description)
  return {
    ...place,
    ...(eleM === undefined ? {} : { eleM }),
    ...(name ? { name } : {}),
    ...(description ? { description } : {}),
  }
}

function readPlace(
  fields: FitFields,
  latField: number,
  lonField: number,
): { lon: number; lat: number } | null {
  const lat = fields.number(latField)
  const lon = fields.number(lonField)
  if (lat === null || lon === null) return null
  return { lon: lon * SEMICIRCLE_DEG, lat: lat * SEMICIRCLE_DEG }
}

function instant(atS: number): { atMs: number } {
  return { atMs: FIT_EPOCH_MS + atS * 1000 }
}

function isPause(fields: FitFields): boolean {
  return (
    fields.number(EVENT.event) === TIMER && TIMER_STOPS.includes(fields.number(EVENT.type) ?? -1)
  )
}

/** Whether bytes announce themselves as FIT. */
export function looksLikeFit(bytes: Uint8Array): boolean {
  return bytes.length >= 12 && String.fromCharCode(...bytes.subarray(8, 12)) === '.FIT'
}
