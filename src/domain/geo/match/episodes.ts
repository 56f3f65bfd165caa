import type { Position } from 'geojson'
import type { Episode } from '../comparison.ts'
import { HOLE } from '../hole.ts'
import type { IntervalM } from '../interval.ts'
import { fromPlane } from '../plane.ts'
import { roundDegrees, roundMetres } from '../rounding.ts'
import { findBulges } from './bulges.ts'
import { isKnot } from './knots.ts'
import {
  longestAwayM,
  REALLY_AWAY_M,
  walkedBetweenM,
  type Absence,
  type WalkMatch,
} from './match-walk.ts'
import { SAMPLE_M } from './sample-track.ts'
import { chainageStepM } from './trail-model.ts'

/** A detour: at least this long, and more than 30 m away for more than a moment. */
const DETOUR_LENGTH_M = 60
/** A shortcut skips at least this much of the trail, walking less than this share of it. */
const SHORTCUT_SKIPS_M = 60
const SHORTCUT_SHARE = 0.8
/** A deviation: on the trail, yet farther than this from its line for at least this long. */
const DEVIATION_M = 20
const DEVIATION_LENGTH_M = 100
/** A hole in the recording counts when more than this much of the trail was passed in it. */
export const GAP_ON_TRAIL_M = 60
/** No more places than this are listed for one episode. */
const MOST_PLACES = 24

/** What a walk did otherwise than the trail. */
export interface WalkEpisodes {
  readonly deviations: readonly Episode[]
  readonly detours: readonly Episode[]
  readonly shortcuts: readonly Episode[]
  /** From and to along the way of walking; on a closed trail `to` may lie before `from`. */
  readonly gaps: readonly IntervalM[]
}

/** Finds the episodes of a matched walk, each kind in the order in which it was walked. */
export function findEpisodes(match: WalkMatch): WalkEpisodes {
  const detours: Episode[] = []
  const shortcuts: Episode[] = []
  const gaps: IntervalM[] = []
  for (const { before, after } of trailToTrail(match)) {
    const direction = match.direction[before]!
    const step = chainageStepM(match.model, match.alongM[before]!, match.alongM[after]!)
    const skippedM = step * direction
    const absence = { from: before + 1, to: after - 1 }
    const walkedM = walkedBetweenM(match.samples, before, after)
    const hole = worstHole(match, before, after)
    const gap = hole !== HOLE.none
    if (hole > HOLE.rhythm && Math.abs(step) > GAP_ON_TRAIL_M)
      gaps.push(intervalOf(match, before, after))
    const skips = skippedM >= SHORTCUT_SKIPS_M && walkedM < SHORTCUT_SHARE * skippedM
    if (!gap && skips && !isKnot(match, before, after)) {
      shortcuts.push(episode(match, before, after, walkedM))
    } else if (isDetour(match, absence, walkedM)) {
      detours.push(episode(match, before, after, walkedM))
    }
  }
  return { deviations: findDeviations(match), detours, shortcuts, gaps }
}

/** Neighbouring samples on the trail, with whatever absence lies between them. */
function* trailToTrail({ alongM }: WalkMatch): Generator<{ before: number; after: number }> {
  let before = -1
  for (let after = 0; after < alongM.length; after += 1) {
    if (Number.isNaN(alongM[after]!)) continue
    if (before >= 0) yield { before, after }
    before = after
  }
}

function isDetour(match: WalkMatch, absence: Absence, walkedM: number): boolean {
  if (absence.to < absence.from || walkedM < DETOUR_LENGTH_M) return false
  return longestAwayM(match, absence, REALLY_AWAY_M) > SAMPLE_M
}

function worstHole({ samples }: WalkMatch, before: number, after: number): number {
  let worst = 0
  for (let i = before + 1; i <= after; i += 1) worst = Math.max(worst, samples.afterGap[i]!)
  return worst
}

function findDeviations(match: WalkMatch): Episode[] {
  const deviations: Episode[] = []
  const { alongM, offsetM, samples } = match
  const isOff = (i: number): boolean =>
    i < alongM.length && !Number.isNaN(alongM[i]!) && Math.abs(offsetM[i]!) > DEVIATION_M
  const bulges = findBulges(match)
  for (const { from, to } of bulges) {
    deviations.push(episode(match, from, to, walkedBetweenM(samples, from, to)))
  }
  const isTold = (i: number): boolean => bulges.some(({ from, to }) => from <= i && i <= to)
  for (let i = 0; i < alongM.length; i += 1) {
    if (!isOff(i) || isTold(i)) continue
    const from = i
    while (isOff(i + 1) || (isOff(i + 2) && !Number.isNaN(alongM[i + 1]!))) i += 1
    const walkedM = walkedBetweenM(samples, from, i)
    if (walkedM >= DEVIATION_LENGTH_M) deviations.push(episode(match, from, i, walkedM))
  }
  return bulges.length > 0 ? deviations.sort((a, b) => a.intervalM[0] - b.intervalM[0]) : deviations
}

function episode(match: WalkMatch, before: number, after: number, walkedM: number): Episode {
  let maxOffsetM = 0
  for (let i = before; i <= after; i += 1) {
    maxOffsetM = Math.max(maxOffsetM, Math.abs(match.offsetM[i]!))
  }
  return {
    intervalM: intervalOf(match, before, after),
    lengthM: roundMetres(walkedM),
    maxOffsetM: roundMetres(maxOffsetM),
    at: placesOf(match, before, after),
  }
}

/** From the lower to the higher chainage; across the seam of a closed trail, as it was walked. */
function intervalOf({ alongM, model }: WalkMatch, before: number, after: number): IntervalM {
  const step = chainageStepM(model, alongM[before]!, alongM[after]!)
  const from = step >= 0 ? alongM[before]! : alongM[after]!
  const to = step >= 0 ? alongM[after]! : alongM[before]!
  return [roundMetres(from), roundMetres(to)]
}

function placesOf({ samples, model }: WalkMatch, before: number, after: number): Position[] {
  const stride = Math.max(1, Math.ceil((after - before) / (MOST_PLACES - 1)))
  const places: Position[] = []
  for (let i = before; i < after; i += stride) places.push(placeOf(i))
  places.push(placeOf(after))
  return places

  function placeOf(i: number): Position {
    const [lon, lat] = fromPlane(model.plane, samples.xs[i]!, samples.ys[i]!)
    return [roundDegrees(lon), roundDegrees(lat)]
  }
}
