import type { Figure } from '../geo/figure.ts'
import type { Track } from '../geo/fix.ts'
import { gapLengthsOnTrail, matchedDistance } from '../geo/match/matched-distance.ts'
import type { WalkMatch } from '../geo/match/match-walk.ts'
import { SAMPLE_M } from '../geo/match/sample-track.ts'
import { movingTime } from '../geo/moving-time.ts'
import { recordedLength } from '../geo/recorded-length.ts'
import { roundMetres } from '../geo/rounding.ts'

/** What a walk adds up to, each figure with its method and how sure it is. */
export interface WalkFigures {
  readonly lengthM: Figure
  readonly movingS: Figure
  /** From the first to the last fix, seconds; 0 without times. */
  readonly elapsedS: number
}

/** A pause is known to about so many seconds at both its ends together. */
const PAUSE_ERROR_S = 15
/** The bench finds both within 1 % on four-hour walks. */
const ERROR_SHARE = 0.01
/** What was not recorded may have been walked otherwise, or by others' wheels. */
const ASSUMED_ERROR_SHARE = 0.25

/**
 * Length, moving time and elapsed time of a walk. On a trail the length is measured along it, because
 * a recording sums its own noise (1.4 to 2.5 times the way at one fix a second), and its holes are
 * judged by the trail; without one, on the smoothed recording.
 */
export function walkFigures(track: Track, match: WalkMatch | null): WalkFigures {
  const time = movingTime(track, match ? gapLengthsOnTrail(match) : undefined)
  const movingS = time?.movingS ?? 0
  return {
    lengthM: match ? lengthOnTrail(match) : recordedLength(track),
    movingS: {
      value: movingS,
      uncertainty: Math.round(PAUSE_ERROR_S * (time?.stops.length ?? 0) + ERROR_SHARE * movingS),
      method: 'recorded-without-pauses',
    },
    elapsedS: Math.round(time?.elapsedS ?? 0),
  }
}

function lengthOnTrail(match: WalkMatch): Figure {
  const { lengthM, assumedM } = matchedDistance(match)
  const errorM = 2 * SAMPLE_M + ERROR_SHARE * (lengthM - assumedM) + ASSUMED_ERROR_SHARE * assumedM
  return {
    value: roundMetres(lengthM),
    uncertainty: roundMetres(errorM),
    method: 'matched-line',
    ...(assumedM > 0 ? { assumed: roundMetres(assumedM) } : {}),
  }
}
