import type { Position } from 'geojson'
import { positionAt, type MeasuredLine } from '../geo/chainage.ts'
import type { IntervalM } from '../geo/interval.ts'
import { roundDegrees, roundMetres } from '../geo/rounding.ts'
import type { Finding, Severity } from './finding.ts'
import type { Subject } from './subject.ts'
import type { CheckId, ThresholdsOf } from './thresholds.ts'

/** One rule: data in, findings out. Words live in the locale files under its id. */
export interface Check<Id extends CheckId = CheckId> {
  readonly id: Id
  run(subject: Subject, thresholds: ThresholdsOf<Id>): Finding[]
}

/** How grave a break in a line is: it blocks a line that is to be followed, and not a recording. */
export function severityOfBreak({ isWalk, track }: Subject): Severity {
  return isWalk || track?.recorded ? 'warning' : 'error'
}

/** The place of a line at a chainage, as findings give it. */
export function placeAt(line: MeasuredLine, chainageM: number): Position {
  return toPlace(positionAt(line, chainageM))
}

/** `[lon, lat]` with six decimals. */
export function toPlace(position: Position): Position {
  return [roundDegrees(position[0]!), roundDegrees(position[1]!)]
}

export function toInterval(fromM: number, toM: number): IntervalM {
  return [roundMetres(fromM), roundMetres(toM)]
}
