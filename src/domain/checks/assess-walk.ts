import type { Position } from 'geojson'
import { climbOfTrack, type Climb } from '../geo/climb/climb.ts'
import type { Figure } from '../geo/figure.ts'
import type { Track } from '../geo/fix.ts'
import { indexLine } from '../geo/line-index.ts'
import { compareMatch } from '../geo/match/compare-with-trail.ts'
import { matchWalk } from '../geo/match/match-walk.ts'
import { buildTrailModel } from '../geo/match/trail-model.ts'
import type { WalkAssessment } from './assessment.ts'
import { hasLength } from './has-length.ts'
import { runChecks } from './run-checks.ts'
import type { Declared, Subject, WalkOnTrail } from './subject.ts'
import { RULES } from './thresholds.ts'
import { walkFigures } from './walk-figures.ts'

/** The trail that a walk is about. */
export interface WalkedTrail {
  /** The reference line, as drawn. */
  readonly line: readonly Position[]
  readonly declared?: Declared
}

/** How the assessment is made: only what changes with the reader. */
export interface AssessOptions {
  /** The instant of the reader, to tell times that have not come yet. Without it none is told. */
  readonly nowMs?: number
}

/**
 * What one walk proves: figures with method and uncertainty, the comparison with its trail, and
 * findings. The same on the phone, at the desk and on the server, byte for byte: it depends on its
 * arguments alone. A track without any fix gives figures of 0 and no comparison.
 */
export function assessWalk(
  track: Track,
  trail: WalkedTrail | null,
  { nowMs }: AssessOptions = {},
): WalkAssessment {
  const walk = trail && hasLength(trail.line) ? layOnTrail(track, trail.line) : null
  const climb = climbOfTrack(track)
  const subject: Subject = {
    track,
    ...(walk && trail ? { walk, line: walk.line } : {}),
    ...(trail?.declared ? { declared: trail.declared } : {}),
    ...(nowMs === undefined ? {} : { nowMs }),
  }
  return {
    rules: RULES,
    ...walkFigures(track, walk && walk.match),
    ascentM: climb && figureOf(climb, climb.ascentM),
    descentM: climb && figureOf(climb, climb.descentM),
    comparison: walk ? walk.comparison : null,
    findings: runChecks('walk', subject),
  }
}

function layOnTrail(
  track: Track,
  line: readonly Position[],
): WalkOnTrail & { readonly line: ReturnType<typeof indexLine> } {
  const match = matchWalk(buildTrailModel(line), track)
  return { match, comparison: compareMatch(match), line: indexLine(line) }
}

function figureOf({ method, uncertainty }: Climb, value: number): Figure {
  return { value, uncertainty, method }
}
