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
  private line: OpenLine | null = null
  private point: GpxPoint | null = null
  private shaping: Fix[] = []

  constructor(tally: ProblemTally) {
    this.tally = tally
  }

  open(name: string, attributes: XmlAttributes): void {
    this.path.push(name)
    if (name === 'gpx' && attributes['creator']) this.head.creator = attributes['creator']
    else if (name === 'trk' || name === 'rte') {
      this.line = { builder: new TrackBuilder(this.tally, this.budget), kept: {} }
      if (name === 'rte') this.line.builder.startSegment()
    } else if (name === 'trkseg') this.line?.builder.startSegment()
    else if (POINTS.has(name)) this.point = this.openPoint(name, attributes)
    else if (name === 'rpt') this.addShapingPoint(attributes)
  }

  close(name: string, text: string): void {
    this.path.pop()
    const parent = this.path.at(-1)
    if (POINTS.has(name)) this.closePoint(name)
    else if (this.point) this.point.child(name, text, parent !== undefined && POINTS.has(parent))
    else if (name === 'trkseg') this.line?.builder.endSegment()
    else if (name === 'trk') this.closeLine(this.tracks, false)
    else if (name === 'rte') this.closeLine(this.routes, true)
    else if (parent === 'trk' || parent === 'rte') this.describeLine(name, text)
    else if (parent === 'metadata' || parent === 'gpx') this.describeFile(name, text)
  }

  /** What was read, once the whole document has passed. */
  content(): GpxContent {
    if (this.tracks.length > 1) this.tally.add('several-tracks', this.tracks.length)
    const { tracks, routes, waypoints } = this
    return { ...this.head, tracks, routes, waypoints }
  }

  private openPoint(name: string, attributes: XmlAttributes): GpxPoint | null {
    const lat = readNumber(attributes['lat'])
    const lon = readNumber(attributes['lon'])
    if (lat !== null && lon !== null && isPlace(lon, lat)) return new GpxPoint(lon, lat, this.tally)
    if (name === 'trkpt' && PAUSE_LATITUDES.includes(lat ?? NaN)) this.line?.builder.pause()
    else this.tally.add('bad-position')
    return null
  }

  private addShapingPoint(attributes: XmlAttributes): void {
    const lat = readNumber(attributes['lat'])
    const lon = readNumber(attributes['lon'])
    if (lat !== null && lon !== null && isPlace(lon, lat)) this.shaping.push({ lon, lat })
  }

  private closePoint(name: string): void {
    const { point } = this
    this.point = null
    if (point && name === 'wpt') {
      this.budget.take()
      this.waypoints.push(point.toWaypoint())
    } else if (point) this.line?.builder.add(point.toFix())
    for (const fix of this.shaping) this.line?.builder.add(fix)
    this.shaping = []
  }

  private closeLine(into: ParsedLine[], planned: boolean): void {
    const { line } = this
    this.line = null
    if (!line) return
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
    if (!this.line || text === '') return
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
