import type { Position } from 'geojson'
import type { Comparison } from '../geo/comparison.ts'
import type { Fix, Track } from '../geo/fix.ts'
import { assessWalk } from './assess-walk.ts'
import { checkTrail, type TrailToCheck } from './check-trail.ts'
import type { Finding } from './finding.ts'
import { proposeFixes, type ProposedFix } from './propose-fix.ts'

/** What lies around the line of a file. */
export type AroundLine = Pick<TrailToCheck, 'otherTrails' | 'places' | 'territory'>

/** A file, looked at. */
export interface CheckedFile {
  readonly findings: readonly Finding[]
  /** Only those that can be made without asking where people walk. */
  readonly fixes: readonly ProposedFix[]
  readonly comparison: Comparison | null
}

/**
 * Findings on a file: the line that it draws and, when it was recorded, the walk that somebody made.
 * `trail` is the line it is held against.
 */
export function checkFile(
  track: Track,
  trail: readonly Position[] | null,
  around: AroundLine,
  nowMs: number,
): CheckedFile {
  const walk = assessWalk(track, trail ? { line: trail } : null, { nowMs })
  const parts = track.segments.map(positionsOf)
  const coordinates = parts.flat()
  const geometry = { type: 'LineString', coordinates }
  const recording = track.recorded ? { recording: track } : {}
  const ofLine = checkTrail({ geometry, parts, ...recording, ...around })
  return {
    findings: [...ofLine, ...walk.findings],
    fixes: proposeFixes(ofLine, coordinates),
    comparison: walk.comparison,
  }
}

/** The positions of a segment, with altitudes where it has them. */
export function positionsOf(segment: readonly Fix[]): Position[] {
  return segment.map(({ lon, lat, eleM }) => (eleM === undefined ? [lon, lat] : [lon, lat, eleM]))
}
