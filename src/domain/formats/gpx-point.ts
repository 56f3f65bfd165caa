import type { Fix } from '../geo/fix.ts'
import type { ParsedWaypoint } from './parsed-file.ts'
import type { ProblemTally } from './problem-tally.ts'
import { readInstant } from './read-instant.ts'
import { readElevation, readNumber } from './track-builder.ts'

/** One unit of dilution of precision is about so many metres for a walker's receiver. */
export const METRES_PER_HDOP = 5

const FIX_KINDS = new Set(['none', '2d', '3d', 'dgps', 'pps'])
/** Bodies are nobody's business: never kept, only counted. */
const HEALTH = new Set(['hr', 'heartrate', 'heart_rate', 'heartratebpm', 'bpm'])

/** A `trkpt`, `rtept` or `wpt` being read, its vendor extensions included. */
export class GpxPoint {
  private readonly tally: ProblemTally
  private readonly lon: number
  private readonly lat: number
  private eleM: number | undefined
  private atMs: number | undefined
  private hdop: number | null = null
  private accuracyM: number | null = null
  private eleAccuracyM: number | null = null
  private speedMS: number | null = null
  private headingDeg: number | null = null
  private readonly words: Record<string, string> = {}

  constructor(lon: number, lat: number, tally: ProblemTally) {
    this.lon = lon
    this.lat = lat
    this.tally = tally
  }

  /** One element below the point; `direct` when it is not inside `extensions`. */
  child(name: string, text: string, direct: boolean): void {
    if (HEALTH.has(name.toLowerCase())) this.tally.add('health-data-dropped')
    else if (direct) this.standard(name, text)
    this.measure(name, text)
  }

  toFix(): Fix {
    const accuracyM = this.accuracyM ?? (this.hdop === null ? null : this.hdop * METRES_PER_HDOP)
    const { lon, lat, eleM, atMs, eleAccuracyM, speedMS, headingDeg } = this
    return {
      lon,
      lat,
      ...(eleM === undefined ? {} : { eleM }),
      ...(accuracyM === null ? {} : { accuracyM }),
      ...(eleAccuracyM === null ? {} : { eleAccuracyM }),
      ...(speedMS === null ? {} : { speedMS }),
      ...(headingDeg === null ? {} : { headingDeg }),
      ...(atMs === undefined ? {} : { atMs }),
    }
  }

  toWaypoint(): ParsedWaypoint {
    const { lon, lat, eleM, atMs } = this
    const { name, desc, sym, type, ...kept } = this.words
    return {
      lon,
      lat,
      ...(eleM === undefined ? {} : { eleM }),
      ...(atMs === undefined ? {} : { atMs }),
      ...(name ? { name } : {}),
      ...(desc ? { description: desc } : {}),
      ...(sym ? { symbol: sym } : {}),
      ...(type ? { category: type } : {}),
      ...(Object.keys(kept).length > 0 ? { kept } : {}),
    }
  }

  private standard(name: string, text: string): void {
    if (name === 'ele') this.eleM = readElevation(text, this.tally)
    else if (name === 'time') this.readTime(text)
    else if (name === 'fix') {
      if (!FIX_KINDS.has(text)) this.tally.add('unknown-fix-kind')
    } else if (WORDS.has(name) && text !== '') this.words[name] = text
  }

  private readTime(text: string): void {
    const instant = readInstant(text)
    if (!instant) {
      this.tally.add('time-unreadable')
      return
    }
    if (!instant.zoned) this.tally.add('time-without-zone')
    this.atMs = instant.atMs
  }

  private measure(name: string, text: string): void {
    switch (name) {
      case 'hdop':
        this.hdop = notNegative(text)
        break
      case 'accuracy':
      case 'accuracy_horizontal':
        this.accuracyM = notNegative(text)
        break
      case 'accuracy_vertical':
        this.eleAccuracyM = notNegative(text)
        break
      case 'speed':
        this.speedMS = notNegative(text)
        break
      case 'course':
      case 'heading':
      case 'bearing':
        this.headingDeg = notNegative(text)
        break
    }
  }
}

const WORDS = new Set(['name', 'cmt', 'desc', 'src', 'sym', 'type', 'url', 'urlname'])

function notNegative(text: string): number | null {
  const number = readNumber(text)
  return number !== null && number >= 0 ? number : null
}
