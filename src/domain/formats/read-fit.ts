import type { Fix } from '../geo/fix.ts'
import { FitMessages, type FitFields } from './fit-messages.ts'
import type { ParsedFile, ParsedWaypoint } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { believableElevation, isPlace, PointBudget, TrackBuilder } from './track-builder.ts'

export type FitContent = Omit<ParsedFile, 'format' | 'problems'>

/** Degrees in one semicircle unit. */
const SEMICIRCLE_DEG = 180 / 2 ** 31
/** FIT counts seconds from 1989-12-31T00:00Z. */
const FIT_EPOCH_MS = Date.UTC(1989, 11, 31)
/** Global message numbers and field numbers of the public FIT profile. */
const MESSAGE = { event: 21, record: 20, coursePoint: 32, course: 31, fileId: 0 }
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
const EVENT = { event: 0, type: 1 }
const TIMER = 0
/** `stop`, `stop-disable`, `stop-all`, `stop-disable-all`. */
const TIMER_STOPS = [1, 4, 8, 9]

/**
 * Reads the records, pauses and course points of a FIT file. Sums that do not match are told;
 * a file that ends before its data is refused. Seconds without a position are counted.
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
  const messages = new FitMessages(bytes)
  for (const { global, fields, atS } of messages.read()) {
    if (global === MESSAGE.record) addRecord(fields, atS, builder, tally)
    else if (global === MESSAGE.fileId) planned ||= fields.number(0) === COURSE_FILE
    else if (global === MESSAGE.course) name = fields.text(5) ?? name
    else if (global === MESSAGE.coursePoint) addCoursePoint(fields, waypoints, tally, budget)
    else if (global === MESSAGE.event && isPause(fields)) builder.startSegmentUnlessEmpty()
  }
  if (messages.badChecksums > 0) tally.add('bad-checksum', messages.badChecksums)
  const track = builder.build(planned)
  const lines = track.segments.length > 0 ? [{ ...(name ? { name } : {}), track }] : []
  return {
    ...(name ? { name } : {}),
    tracks: planned ? [] : lines,
    routes: planned ? lines : [],
    waypoints,
  }
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

function addCoursePoint(
  fields: FitFields,
  waypoints: ParsedWaypoint[],
  tally: ProblemTally,
  budget: PointBudget,
): void {
  const place = readPlace(fields, 2, 3)
  const name = fields.text(6)
  if (place === null || !isPlace(place.lon, place.lat)) tally.add('no-position')
  else {
    budget.take()
    waypoints.push({ ...place, ...(name ? { name } : {}) })
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
