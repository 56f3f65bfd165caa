import type { ProblemTally } from './problem-tally.ts'
import { readInstant } from './read-instant.ts'
import {
  believableElevation,
  isPlace,
  readNumber,
  type PointBudget,
  type TrackBuilder,
} from './track-builder.ts'

/** A KML position: `lon,lat` or `lon,lat,ele`. */
export interface Tuple {
  readonly lon: number
  readonly lat: number
  readonly eleM?: number
}

/** Reads the text of `coordinates`: tuples apart by white space. What is no place is counted and left out. */
export function readTuples(text: string, tally: ProblemTally): Tuple[] {
  const tuples: Tuple[] = []
  for (const piece of tuplePieces(text)) {
    const tuple = toTuple(piece.split(','))
    if (tuple) tuples.push(tuple)
    else tally.add('bad-position')
  }
  return tuples
}

/** One piece a tuple. "lon, lat, ele", blanks after the commas, is what some tools and many hands write. */
function tuplePieces(text: string): string[] {
  const pieces = text.split(/\s+/).filter((piece) => piece !== '')
  if (pieces.every((piece) => /[^,],+[^,]/.test(piece))) return pieces
  const joined = text.split(',').map((number) => number.trim())
  return joined
    .join(',')
    .split(/\s+/)
    .filter((piece) => piece !== '')
}

/** A `gx:Track`: a list of instants and a list of places, side by side. */
export class KmlTimes {
  private readonly tally: ProblemTally
  private readonly budget: PointBudget
  private readonly whens: (number | null)[] = []
  private readonly coords: (Tuple | null)[] = []

  constructor(tally: ProblemTally, budget: PointBudget) {
    this.tally = tally
    this.budget = budget
  }

  static readWhen(text: string, tally: ProblemTally): number | null {
    const instant = readInstant(text)
    if (!instant) {
      tally.add('time-unreadable')
      return null
    }
    if (!instant.zoned) tally.add('time-without-zone')
    return instant.atMs
  }

  child(name: string, text: string): void {
    if (name === 'when') this.whens.push(KmlTimes.readWhen(text, this.tally))
    else if (name === 'coord') {
      this.budget.take()
      this.coords.push(this.readCoord(text))
    }
  }

  /** Adds the places as one segment; places beyond the last instant have no time. */
  addTo(builder: TrackBuilder): void {
    if (this.whens.length !== this.coords.length && this.whens.length > 0) {
      this.tally.add('counts-differ')
    }
    builder.startSegment()
    this.coords.forEach((place, i) => {
      if (!place) return
      const atMs = this.whens[i]
      builder.add({ ...place, ...(atMs == null ? {} : { atMs }) })
    })
    builder.endSegment()
  }

  private readCoord(text: string): Tuple | null {
    if (text === '') {
      this.tally.add('no-position')
      return null
    }
    const tuple = toTuple(text.split(/\s+/))
    if (!tuple) this.tally.add('bad-position')
    if (tuple?.eleM === undefined) return tuple
    const eleM = believableElevation(tuple.eleM, this.tally)
    return { lon: tuple.lon, lat: tuple.lat, ...(eleM === undefined ? {} : { eleM }) }
  }
}

function toTuple([lonText, latText, eleText]: readonly string[]): Tuple | null {
  const lon = readNumber(lonText)
  const lat = readNumber(latText)
  if (lon === null || lat === null || !isPlace(lon, lat)) return null
  const eleM = readNumber(eleText)
  return { lon, lat, ...(eleM === null ? {} : { eleM }) }
}
