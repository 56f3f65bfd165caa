import type { Position } from 'geojson'
import { positionAt } from '../geo/chainage.ts'
import { indexLine, nearestOnLine, type IndexedLine } from '../geo/line-index.ts'
import { roundMetres } from '../geo/rounding.ts'
import { median } from './average.ts'
import type { ConsensusLine } from './describe-line.ts'
import { INDEPENDENT_WITNESSES } from './doubts.ts'

/** So near to the line in force, a place has its altitude. */
const SAME_PLACE_M = 50
/** A profile of which more is missing than this share is none. */
const MOST_UNKNOWN_SHARE = 0.5
/** A line is off another one where it is out of its interval for so long. */
const OFF_FOR_M = 60
/** A long line has many places: so many times the interval of one is out by chance nowhere on it. */
const BEYOND_CHANCE = 1.6
/** Closer than this, as in CMP-09, nobody is led astray, however sure the line is. */
const SAME_WITHIN_M = 6

/**
 * The positions that a consensus line would have as the trail's line: with the altitudes that the
 * receivers agree on, laid on the level of the line in force where that one has altitudes (a receiver's
 * own datum may be 50 m off, its shape is not). What they do not say is taken from the line in force,
 * or from its neighbours. Two members each where nothing is known.
 */
export function adoptedLine(line: ConsensusLine, inForce: readonly Position[]): Position[] {
  const current = inForce.length > 1 ? indexLine(inForce) : null
  const known = line.coordinates.map((at) => (current ? altitudeAt(current, at) : null))
  const own = line.altitudeM ?? line.coordinates.map(() => null)
  const shifts = own.flatMap((z, i) => {
    const there = known[i] ?? null
    return z === null || there === null ? [] : [there - z]
  })
  const shiftM = shifts.length > 0 ? median(shifts) : 0
  const heights = own.map((z, i) => (z === null ? (known[i] ?? null) : z + shiftM))
  const missing = heights.filter((z) => z === null).length
  if (missing > MOST_UNKNOWN_SHARE * heights.length) return line.coordinates.map((at) => [...at])
  const filled = fillBetween(heights)
  return line.coordinates.map(([lon, lat], i) => [lon!, lat!, roundMetres(filled[i]!)])
}

/**
 * Whether the line in force lies where the witnesses say that it does not: outside the interval of the
 * consensus, and beyond chance, for 60 m on end, where enough of them walked. A consensus that was adopted is not another line.
 */
export function saysOtherwise(line: ConsensusLine, inForce: readonly Position[]): boolean {
  if (inForce.length < 2) return true
  const current = indexLine(inForce)
  const { path } = indexLine(line.coordinates)
  let since: number | null = null
  for (const [i, at] of line.coordinates.entries()) {
    const withinM = Math.max(SAME_WITHIN_M, BEYOND_CHANCE * (line.accuracy95M[i] ?? Infinity))
    const isOff =
      line.support[i]! >= INDEPENDENT_WITNESSES && nearestOnLine(current, at, withinM) === null
    if (!isOff) since = null
    else since ??= path.chainageM[i]!
    if (since !== null && path.chainageM[i]! - since >= OFF_FOR_M) return true
  }
  return false
}

function altitudeAt(line: IndexedLine, at: Position): number | null {
  const near = nearestOnLine(line, at, SAME_PLACE_M)
  return near ? (positionAt(line, near.chainageM)[2] ?? null) : null
}

/** Holes are filled from one side to the other, ends with what is nearest. */
function fillBetween(values: readonly (number | null)[]): number[] {
  const filled = [...values]
  for (let k = 0; k < filled.length; k += 1) {
    if (filled[k] !== null) continue
    let next = k
    while (next < filled.length && filled[next] === null) next += 1
    const before = k > 0 ? filled[k - 1]! : (filled[next] ?? 0)
    const after = next < filled.length ? filled[next]! : before
    for (let h = k; h < next; h += 1) {
      filled[h] = before + ((after - before) * (h - k + 1)) / (next - k + 1)
    }
  }
  return filled.map((value) => value!)
}
