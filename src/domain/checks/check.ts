import type { Position } from 'geojson'
import { positionAt, type MeasuredLine } from '../geo/chainage.ts'
import type { IntervalM } from '../geo/interval.ts'
import { roundDegrees, roundMetres } from '../geo/rounding.ts'
import type { Finding } from './finding.ts'
import type { Subject } from './subject.ts'
import type { CheckId, ThresholdsOf } from './thresholds.ts'

/** One rule: data in, findings out. Words live in the locale files under its id. */
export interface Check<Id extends CheckId = CheckId> {
  readonly id: Id
  run(subject: Subject, thresholds: ThresholdsOf<Id>): Finding[]
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
