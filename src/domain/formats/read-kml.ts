import { KmlTimes, readTuples, type Tuple } from './kml-values.ts'
import type { ParsedFile, ParsedLine, ParsedWaypoint } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { believableElevation, isPlace, PointBudget, TrackBuilder } from './track-builder.ts'
import type { XmlAttributes, XmlListener } from './walk-xml.ts'

export type KmlContent = Omit<ParsedFile, 'format' | 'problems'>

interface OpenPlacemark {
  name?: string
  description?: string
  whenAtMs?: number
  hasGeometry: boolean
  readonly kept: Record<string, string>
  readonly points: Tuple[]
  /** Each drawn line: a segment of its own. */
  readonly lines: Tuple[][]
  readonly tracks: KmlTimes[]
}

const GEOMETRY = new Set(['Point', 'LineString', 'LinearRing', 'Polygon', 'Model'])

/**
 * Reads KML 2.2 with Google's `gx:Track`: placemarks with points, lines and timed tracks. Styles,
 * views and overlays say nothing of where somebody walked; links are never followed.
 */
export class KmlReader implements XmlListener {
  private readonly tally: ProblemTally
  private readonly budget = new PointBudget()
  private readonly path: string[] = []
  private readonly tracks: ParsedLine[] = []
  private readonly waypoints: ParsedWaypoint[] = []
  private readonly head: { name?: string; description?: string } = {}
  private placemark: OpenPlacemark | null = null
  private track: KmlTimes | null = null
  private dataName: string | null = null

  constructor(tally: ProblemTally) {
    this.tally = tally
  }

  open(name: string, attributes: XmlAttributes): void {
    this.path.push(name)
    if (this.placemark && (GEOMETRY.has(name) || name === 'Track'))
      this.placemark.hasGeometry = true
    if (name === 'Placemark') {
      this.placemark = { kept: {}, points: [], lines: [], tracks: [], hasGeometry: false }
    } else if (name === 'Track') this.track = new KmlTimes(this.tally, this.budget)
    else if (name === 'NetworkLink') this.tally.add('link-not-followed')
    else if (name === 'Polygon' || name === 'Model') this.tally.add('ignored-geometry')
    else if (name === 'Data' || name === 'SimpleData' || name === 'SimpleArrayData') {
      this.dataName = attributes['name'] ?? null
      if (name === 'SimpleArrayData') this.meetArray(this.dataName)
    }
  }

  close(name: string, text: string): void {
    this.path.pop()
    const parent = this.path.at(-1)
    if (name === 'Placemark') this.closePlacemark()
    else if (name === 'Track') {
      if (this.track && this.placemark) this.placemark.tracks.push(this.track)
      this.track = null
    } else if (this.track) this.track.child(name, text)
    else if (name === 'coordinates') this.addCoordinates(text, parent)
    else if (this.placemark) this.describePlacemark(name, text, parent)
    else if (parent === 'Document' || parent === 'Folder' || parent === 'kml') {
      if (text === '') return
      if (name === 'name') this.head.name ??= text
      else if (name === 'description') this.head.description ??= text
    }
  }

  content(): KmlContent {
    if (this.tracks.length > 1) this.tally.add('several-tracks', this.tracks.length)
    const { tracks, waypoints } = this
    return { ...this.head, tracks, routes: [], waypoints }
  }

  private meetArray(name: string | null): void {
    if (name && /heart|^hr$/i.test(name)) this.tally.add('health-data-dropped')
  }

  private addCoordinates(text: string, parent: string | undefined): void {
    if (!this.placemark || parent === undefined || !GEOMETRY.has(parent)) return
    const tuples = readTuples(text, this.tally)
    if (parent === 'Point') this.placemark.points.push(...tuples.slice(0, 1))
    else if (parent === 'LineString') this.placemark.lines.push(tuples)
    if (parent === 'Point' && tuples.length > 1) this.tally.add('counts-differ')
  }

  private describePlacemark(name: string, text: string, parent: string | undefined): void {
    const { placemark } = this
    if (!placemark || text === '') return
    if (name === 'name' && parent === 'Placemark') placemark.name = text
    else if (name === 'description') placemark.description = text
    else if (name === 'when') {
      const atMs = KmlTimes.readWhen(text, this.tally)
      if (atMs !== null) placemark.whenAtMs = atMs
    } else if (name === 'styleUrl') placemark.kept['styleUrl'] = text
    else if ((name === 'value' || name === 'SimpleData') && this.dataName) {
      if (!/heart|^hr$/i.test(this.dataName)) placemark.kept[this.dataName] = text
      else this.tally.add('health-data-dropped')
    }
  }

  private closePlacemark(): void {
    const { placemark } = this
    this.placemark = null
    if (!placemark) return
    const words = {
      ...(placemark.name ? { name: placemark.name } : {}),
      ...(placemark.description ? { description: placemark.description } : {}),
    }
    const kept = Object.keys(placemark.kept).length > 0 ? { kept: placemark.kept } : {}
    for (const { lon, lat, eleM } of placemark.points) {
      this.budget.take()
      const believed = eleM === undefined ? undefined : believableElevation(eleM, this.tally)
      this.waypoints.push({
        lon,
        lat,
        ...(believed === undefined ? {} : { eleM: believed }),
        ...(placemark.whenAtMs === undefined ? {} : { atMs: placemark.whenAtMs }),
        ...words,
        ...kept,
      })
    }
    this.addLine(this.tracks, placemark.lines, words, kept)
    if (!placemark.hasGeometry) this.tally.add('no-geometry')
    if (placemark.tracks.length > 0) {
      const builder = new TrackBuilder(this.tally, this.budget)
      for (const track of placemark.tracks) track.addTo(builder)
      const track = builder.build(false)
      if (track.segments.length > 0) this.tracks.push({ ...words, track, ...kept })
    }
  }

  private addLine(
    into: ParsedLine[],
    lines: readonly (readonly Tuple[])[],
    words: { name?: string; description?: string },
    kept: { kept?: Record<string, string> },
  ): void {
    if (lines.length === 0) return
    const builder = new TrackBuilder(this.tally, this.budget)
    for (const line of lines) {
      builder.startSegment()
      for (const { lon, lat, eleM } of line) {
        if (!isPlace(lon, lat)) continue
        const believed = eleM === undefined ? undefined : believableElevation(eleM, this.tally)
        builder.add({ lon, lat, ...(believed === undefined ? {} : { eleM: believed }) })
      }
    }
    const track = builder.build(true)
    if (track.segments.length > 0) into.push({ ...words, track, ...kept })
  }
}
