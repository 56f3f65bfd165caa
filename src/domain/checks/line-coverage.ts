import type { Position } from 'geojson'
import { compareWithTrail } from '../geo/match/compare-with-trail.ts'

/**
 * The share of `trail` that runs along `line`, 0 to 1, by the same matching as for walks (about
 * 25 m on both sides).
 */
export function sharedLine(line: readonly Position[], trail: readonly Position[]): number {
  const fixes = line.map(([lon, lat]) => ({ lon: lon!, lat: lat! }))
  return compareWithTrail({ segments: [fixes], gaps: [], recorded: false }, trail).coverage
}

/** Whether two lines come near each other at all: their boxes, a little widened, meet. */
export function boxesMeet(a: readonly Position[], b: readonly Position[]): boolean {
  const [first, second] = [boxOf(a), boxOf(b)]
  const marginDeg = 0.001
  return (
    first[0] <= second[2] + marginDeg &&
    second[0] <= first[2] + marginDeg &&
    first[1] <= second[3] + marginDeg &&
    second[1] <= first[3] + marginDeg
  )
}

function boxOf(positions: readonly Position[]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of positions) {
    box[0] = Math.min(box[0], lon!)
    box[1] = Math.min(box[1], lat!)
    box[2] = Math.max(box[2], lon!)
    box[3] = Math.max(box[3], lat!)
  }
  return box
}
