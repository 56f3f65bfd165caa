import type { Fix } from '../geo/fix.ts'
import { GpxPoint } from './gpx-point.ts'
import type { ParsedFile, ParsedLine, ParsedWaypoint } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { isPlace, PointBudget, readNumber, TrackBuilder } from './track-builder.ts'
import type { XmlAttributes, XmlListener } from './walk-xml.ts'

/** Old OpenTracks files write a pause, and its end, as a point at a latitude that cannot be. */
const PAUSE_LATITUDES = [100, 200]
const POINTS = new Set(['trkpt', 'rtept', 'wpt'])

/** Line under construction: a `trk` or a `rte`. */
interface OpenLine {
  readonly builder: TrackBuilder
  name?: string
  description?: string
  readonly kept: Record<string, string>
}

/** What a GPX file holds besides its format and problems. */
export type GpxContent = Omit<ParsedFile, 'format' | 'problems'>

/**
 * Reads GPX 1.0 and 1.1, and what calls itself so: by local name, in any order, whatever the
 * declared version (a third of real files does not validate). Feed it to `walkXml`.
 */
export class GpxReader implements XmlListener {
  private readonly tally: ProblemTally
  private readonly budget = new PointBudget()
  private readonly path: string[] = []
  private readonly tracks: ParsedLine[] = []
  private readonly routes: ParsedLine[] = []
  private readonly waypoints: ParsedWaypoint[] = []
  private readonly head: { name?: string; description?: string; creator?: string } = {}
  /** Lines that are open, the outer first: some tools write a `trk` within a `trk`. */
  private readonly lines: OpenLine[] = []
  /** Points that are in no `trk` or `rte` at all. */
  private readonly loose: OpenLine
  private point: GpxPoint | null = null
  private isWaypoint = false
  private shaping: Fix[] = []

  constructor(tally: ProblemTally) {
    this.tally = tally
    this.loose = this.openLine()
  }

  open(name: string, attributes: XmlAttributes): void {
    this.path.push(name)
    if (name === 'gpx' && attributes['creator']) this.head.creator = attributes['creator']
    else if (name === 'trk' || name === 'rte') {
      this.closePoint()
      this.lines.push(this.openLine())
      if (name === 'rte') this.line.builder.startSegment()
    } else if (name === 'trkseg') this.line.builder.startSegment()
    else if (POINTS.has(name)) {
      this.closePoint()
      this.point = this.openPoint(name, attributes)
      this.isWaypoint = name === 'wpt'
    } else if (name === 'rpt') this.addShapingPoint(attributes)
  }

  close(name: string, text: string): void {
    this.path.pop()
    const parent = this.path.at(-1)
    if (POINTS.has(name)) this.closePoint()
    else if (this.point) this.point.child(name, text, parent !== undefined && POINTS.has(parent))
    else if (name === 'trkseg') this.line.builder.endSegment()
    else if (name === 'trk') this.closeLine(this.tracks, false)
    else if (name === 'rte') this.closeLine(this.routes, true)
    else if (parent === 'trk' || parent === 'rte') this.describeLine(name, text)
    else if (parent === 'metadata' || parent === 'gpx') this.describeFile(name, text)
  }

  /** What was read, once the whole document has passed. */
  content(): GpxContent {
    if (!this.loose.builder.isEmpty) this.keepLine(this.loose, this.tracks, false)
    if (this.tracks.length > 1) this.tally.add('several-tracks', this.tracks.length)
    const { tracks, routes, waypoints } = this
    return { ...this.head, tracks, routes, waypoints }
  }

  private openPoint(name: string, attributes: XmlAttributes): GpxPoint | null {
    const lat = readNumber(attributes['lat'])
    const lon = readNumber(attributes['lon'])
    if (lat !== null && lon !== null && isPlace(lon, lat)) return new GpxPoint(lon, lat, this.tally)
    if (name === 'trkpt' && PAUSE_LATITUDES.includes(lat ?? NaN)) this.line.builder.pause()
    else this.tally.add('bad-position')
    return null
  }

  private addShapingPoint(attributes: XmlAttributes): void {
    const lat = readNumber(attributes['lat'])
    const lon = readNumber(attributes['lon'])
    if (lat !== null && lon !== null && isPlace(lon, lat)) this.shaping.push({ lon, lat })
  }

  private openLine(): OpenLine {
    return { builder: new TrackBuilder(this.tally, this.budget), kept: {} }
  }

  private get line(): OpenLine {
    return this.lines.at(-1) ?? this.loose
  }

  /** Ends the point that is open; one that was never closed ends where the next begins. */
  private closePoint(): void {
    const { point } = this
    this.point = null
    if (point && this.isWaypoint) {
      this.budget.take()
      this.waypoints.push(point.toWaypoint())
    } else if (point) this.line.builder.add(point.toFix())
    for (const fix of this.shaping) this.line.builder.add(fix)
    this.shaping = []
  }

  private closeLine(into: ParsedLine[], planned: boolean): void {
    const line = this.lines.pop()
    if (line) this.keepLine(line, into, planned)
  }

  private keepLine(line: OpenLine, into: ParsedLine[], planned: boolean): void {
    const track = line.builder.build(planned)
    if (track.segments.length === 0) return
    into.push({
      ...(line.name ? { name: line.name } : {}),
      ...(line.description ? { description: line.description } : {}),
      track,
      ...(Object.keys(line.kept).length > 0 ? { kept: line.kept } : {}),
    })
  }

  private describeLine(name: string, text: string): void {
    if (text === '') return
    if (name === 'name') this.line.name = text
    else if (name === 'desc') this.line.description = text
    else if (name !== 'extensions') this.line.kept[name] = text
  }

  private describeFile(name: string, text: string): void {
    if (text === '') return
    if (name === 'name') this.head.name ??= text
    else if (name === 'desc') this.head.description ??= text
  }
}
