import type { Fix } from '../geo/fix.ts'
import type { ParsedFile, ParsedLine, ParsedWaypoint } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { readInstant } from './read-instant.ts'
import { isPlace, PointBudget, readElevation, readNumber, TrackBuilder } from './track-builder.ts'
import type { XmlAttributes, XmlListener } from './walk-xml.ts'

export type TcxContent = Omit<ParsedFile, 'format' | 'problems'>

type OpenFix = { -readonly [K in keyof Fix]?: Fix[K] }

/**
 * Reads TCX: activities are recordings, courses are plans. A trackpoint without a position, or at
 * 0, 0, is a second without signal.
 */
export class TcxReader implements XmlListener {
  private readonly tally: ProblemTally
  private readonly budget = new PointBudget()
  private readonly path: string[] = []
  private readonly tracks: ParsedLine[] = []
  private readonly routes: ParsedLine[] = []
  private readonly waypoints: ParsedWaypoint[] = []
  private builder: TrackBuilder | null = null
  private lineName: string | undefined
  private sport: string | undefined
  private creator: string | undefined
  private fix: OpenFix | null = null
  private position: { lat?: number | null; lon?: number | null } | null = null
  private coursePoint: { name?: string; category?: string; description?: string } | null = null

  constructor(tally: ProblemTally) {
    this.tally = tally
  }

  open(name: string, attributes: XmlAttributes): void {
    this.path.push(name)
    if (name === 'Activity' || name === 'Course') {
      this.builder = new TrackBuilder(this.tally, this.budget)
      this.lineName = undefined
      this.sport = attributes['Sport']
    } else if (name === 'Track') this.builder?.startSegment()
    else if (name === 'Trackpoint') this.fix = {}
    else if (name === 'Position') this.position = {}
    else if (name === 'CoursePoint') this.coursePoint = {}
    else if (name === 'HeartRateBpm') this.tally.add('health-data-dropped')
  }

  close(name: string, text: string): void {
    this.path.pop()
    const parent = this.path.at(-1)
    if (name === 'Trackpoint') this.closeFix()
    else if (name === 'CoursePoint') this.closeCoursePoint()
    else if (name === 'Track') this.builder?.endSegment()
    else if (name === 'Activity') this.closeLine(this.tracks, false)
    else if (name === 'Course') this.closeLine(this.routes, true)
    else if (name === 'LatitudeDegrees' && this.position) this.position.lat = readNumber(text)
    else if (name === 'LongitudeDegrees' && this.position) this.position.lon = readNumber(text)
    else if (parent === 'Trackpoint' && this.fix) this.readFix(name, text, this.fix)
    else if (this.coursePoint) this.readCoursePoint(name, text, this.coursePoint)
    else if (name === 'Name' && parent === 'Course' && text !== '') this.lineName = text
    else if (name === 'Name' && parent === 'Creator' && text !== '') this.creator ??= text
  }

  content(): TcxContent {
    if (this.tracks.length > 1) this.tally.add('several-tracks', this.tracks.length)
    const { tracks, routes, waypoints, creator } = this
    return { tracks, routes, waypoints, ...(creator ? { creator } : {}) }
  }

  private readFix(name: string, text: string, fix: OpenFix): void {
    if (name === 'Time') {
      const instant = readInstant(text)
      if (!instant) this.tally.add('time-unreadable')
      else fix.atMs = instant.atMs
      if (instant && !instant.zoned) this.tally.add('time-without-zone')
    } else if (name === 'AltitudeMeters') {
      const eleM = readElevation(text, this.tally)
      if (eleM !== undefined) fix.eleM = eleM
    }
  }

  private closeFix(): void {
    const { fix, position } = this
    this.fix = null
    this.position = null
    if (!fix || !this.builder) return
    const { lon = null, lat = null } = position ?? {}
    if (!position || (lon === 0 && lat === 0)) this.tally.add('no-position')
    else if (lon === null || lat === null || !isPlace(lon, lat)) this.tally.add('bad-position')
    else this.builder.add({ ...fix, lon, lat })
  }

  private readCoursePoint(
    name: string,
    text: string,
    point: { name?: string; category?: string; description?: string },
  ): void {
    if (text === '') return
    if (name === 'Name') point.name = text
    else if (name === 'PointType') point.category = text
    else if (name === 'Notes') point.description = text
  }

  private closeCoursePoint(): void {
    const { coursePoint, position } = this
    this.coursePoint = null
    this.position = null
    const { lon = null, lat = null } = position ?? {}
    if (!coursePoint) return
    if (lon === null || lat === null || !isPlace(lon, lat)) this.tally.add('bad-position')
    else {
      this.budget.take()
      this.waypoints.push({ lon, lat, ...coursePoint })
    }
  }

  private closeLine(into: ParsedLine[], planned: boolean): void {
    const { builder, lineName, sport } = this
    this.builder = null
    if (!builder) return
    const track = builder.build(planned)
    if (track.segments.length === 0) return
    into.push({
      ...(lineName ? { name: lineName } : {}),
      track,
      ...(sport ? { kept: { sport } } : {}),
    })
  }
}
