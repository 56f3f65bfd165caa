import type { Position } from 'geojson'
import type { Fix, Track } from './fix.ts'
import { distanceM } from './plane.ts'

/** A track whose fixes are plain numbers, so that it passes from thread to thread at once. */
export interface PackedTrack extends Omit<Track, 'segments'> {
  /** `WIDTH` numbers a fix, segment after segment; `NaN` for what is not known. */
  readonly fixes: Float64Array
  /** Number of fixes of each segment. */
  readonly lengths: readonly number[]
}

const COLUMNS = [
  'lon',
  'lat',
  'eleM',
  'accuracyM',
  'eleAccuracyM',
  'speedMS',
  'headingDeg',
  'atMs',
] as const satisfies readonly (keyof Fix)[]
const WIDTH = COLUMNS.length
/** Closer than this, two places of a walk are one when it is drawn. */
const DRAWN_STEP_M = 3

/** Packs the fixes of a track; the rest of it is small. */
export function packTrack({ segments, ...rest }: Track): PackedTrack {
  const lengths = segments.map(({ length }) => length)
  const fixes = new Float64Array(WIDTH * lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const fix of segments.flat()) {
    COLUMNS.forEach((column, c) => {
      fixes[at + c] = fix[column] ?? NaN
    })
    at += WIDTH
  }
  return { ...rest, fixes, lengths }
}

/** The track again. What a fix may carry besides the members of `Fix` is not packed. */
export function unpackTrack({ fixes, lengths, ...rest }: PackedTrack): Track {
  let at = 0
  const segments = lengths.map((length) =>
    Array.from({ length }, (): Fix => {
      const pairs = COLUMNS.map((column, c) => [column, fixes[at + c]!] as const)
      at += WIDTH
      return Object.fromEntries(pairs.filter(([, value]) => !Number.isNaN(value))) as unknown as Fix
    }),
  )
  return { ...rest, segments }
}

/** The lines of its segments for a drawing: places at least 3 m apart, and both ends of each. */
export function linesToDraw({ fixes, lengths }: PackedTrack): Position[][] {
  let start = 0
  return lengths.map((length) => {
    const line: Position[] = []
    for (let k = start; k < start + length; k += 1) {
      const place = [fixes[k * WIDTH]!, fixes[k * WIDTH + 1]!]
      const last = line.at(-1)
      const isEnd = k === start + length - 1
      if (!last || isEnd || distanceM(last, place) >= DRAWN_STEP_M) line.push(place)
    }
    start += length
    return line
  })
}
