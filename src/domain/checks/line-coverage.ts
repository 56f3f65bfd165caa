import type { Position } from 'geojson'
import { pointAt } from '../geo/chainage.ts'
import { indexLine, nearestOnPath, type IndexedLine } from '../geo/line-index.ts'
import { compareWithTrail } from '../geo/match/compare-with-trail.ts'

/**
 * The share of `trail` that runs along `line`, 0 to 1, by the same matching as for walks (about
 * 25 m on both sides).
 */
export function sharedLine(line: readonly Position[], trail: readonly Position[]): number {
  const fixes = line.map(([lon, lat]) => ({ lon: lon!, lat: lat! }))
  return compareWithTrail({ segments: [fixes], gaps: [], recorded: false }, trail).coverage
}

/** Places of a line that are asked whether the other one passes there. */
const ASKED = 60
/** The matching never lays a walk on a line that is farther away. */
const REACH_M = 60
/** The places asked are a sample: so much less of them than the share looked for may be near. */
const SAMPLE_ERROR = 0.15

/**
 * Whether another line can possibly run along so large a share of this one: a quick no, so that the
 * trails of a whole territory may be given. Never no where the answer would be yes.
 */
export function mayShare(line: IndexedLine, other: readonly Position[], share: number): boolean {
  if (other.length < 2) return false
  const { path, segments } = indexLine(other, line.plane)
  let near = 0
  for (let k = 0; k < ASKED; k += 1) {
    const { x, y } = pointAt(line.path, (line.path.lengthM * (k + 0.5)) / ASKED)
    if (nearestOnPath(path, segments, x, y, REACH_M)) near += 1
  }
  return near / ASKED >= share - SAMPLE_ERROR
}
