import type { WalkMatch } from '../geo/match/match-walk.ts'
import type { Stations } from './stations.ts'

/** A track is looked for across a station where its matched chainage is this near. */
const CHAINAGE_WITHIN_M = 12
/** Which places of two legs lie beside each other is known to two bins or so. */
const TWIN_WITHIN_M = 24
/** What crosses farther out is not this trail. */
const OFFSET_WITHIN_M = 40
/** Two samples farther apart are not joined. */
const JOIN_WITHIN_M = 60

/** Signed offsets of every track at every station, positive to the left; NaN where it has none. */
export type CrossSections = readonly Float64Array[]

/** Which passages of a track count at a station: those laid on it, or those on the leg beside it. */
export type Passages = 'own' | 'beside'

/**
 * Where each matched track crosses the normal of each station. One offset per track and station: a
 * track that passes several times gives its mean, and no place of a loop or an out-and-back is
 * taken for another, because the matched chainage must agree. `beside` = on a folded way, where it
 * crosses on the other passages of the same way.
 */
export function crossSections(
  stations: Stations,
  matches: readonly WalkMatch[],
  passages: Passages = 'own',
): CrossSections {
  return matches.map((match) => {
    const means = createMeans(stations.path.xs.length)
    const visit: Visit = (k, _i, _share, offsetM) => means.add(k, offsetM)
    if (passages === 'own') eachCrossing(stations, match, visit)
    else eachCrossingBeside(stations, match, visit)
    return means.take(match.model.closed)
  })
}

/** The altitude of every track where it crosses each station, as its receiver gave it; NaN without. */
export function crossAltitudes(stations: Stations, matches: readonly WalkMatch[]): CrossSections {
  return matches.map((match) => {
    const { eleM } = match.samples
    const means = createMeans(stations.path.xs.length)
    const visit: Visit = (k, i, share) => {
      means.add(k, eleM[i - 1]! + (eleM[i]! - eleM[i - 1]!) * share)
    }
    eachCrossing(stations, match, visit)
    eachCrossingBeside(stations, match, visit)
    return means.take(match.model.closed)
  })
}

/** A crossing of station `k`, a share of the way from sample `i - 1` to sample `i`. */
type Visit = (k: number, i: number, share: number, offsetM: number) => void

/** A stretch between two samples, where it lies on the line, and in which direction it goes there. */
interface Stretch {
  readonly i: number
  readonly fromM: number
  readonly toM: number
  readonly direction: number
}

function eachCrossing(stations: Stations, match: WalkMatch, visit: Visit): void {
  for (const stretch of matchedStretches(match)) {
    crossStations(stations, match, stretch, CHAINAGE_WITHIN_M, visit)
  }
}

function eachCrossingBeside(stations: Stations, match: WalkMatch, visit: Visit): void {
  const { folds, stepM, bins } = match.model
  if (folds.twins.length === 0) return
  for (const { i, fromM, toM, direction } of matchedStretches(match)) {
    const bin = Math.round((fromM + toM) / 2 / stepM) % bins.xs.length
    for (let t = folds.start[bin]!; t < folds.start[bin + 1]!; t += 1) {
      const sense = folds.senses[t]!
      const beside = (m: number): number => (folds.twins[t]! + sense * (m / stepM - bin)) * stepM
      const stretch = {
        i,
        fromM: beside(fromM),
        toM: beside(toM),
        direction: sense * direction,
      }
      crossStations(stations, match, stretch, TWIN_WITHIN_M, visit)
    }
  }
}

function* matchedStretches({ samples, alongM, direction, model }: WalkMatch): Generator<Stretch> {
  for (let i = 1; i < samples.count; i += 1) {
    if (samples.afterGap[i] || samples.stepM[i]! > JOIN_WITHIN_M) continue
    let fromM = alongM[i - 1]!
    const toM = alongM[i]!
    if (Number.isNaN(fromM) || Number.isNaN(toM)) continue
    if (model.closed && Math.abs(toM - fromM) > model.lengthM / 2) fromM = toM
    if (Math.abs(toM - fromM) > JOIN_WITHIN_M) continue
    yield { i, fromM, toM, direction: direction[i]! }
  }
}

function crossStations(
  { path, stepM, txs, tys }: Stations,
  { samples, model }: WalkMatch,
  { i, fromM, toM, direction }: Stretch,
  withinM: number,
  visit: Visit,
): void {
  const count = path.xs.length
  const first = Math.ceil((Math.min(fromM, toM) - withinM) / stepM)
  const last = Math.floor((Math.max(fromM, toM) + withinM) / stepM)
  for (let s = first; s <= last; s += 1) {
    const k = model.closed ? (s + count - 1) % (count - 1) : s
    if (k < 0 || k >= count) continue
    const ax = samples.xs[i - 1]! - path.xs[k]!
    const ay = samples.ys[i - 1]! - path.ys[k]!
    const bx = samples.xs[i]! - path.xs[k]!
    const by = samples.ys[i]! - path.ys[k]!
    const before = ax * txs[k]! + ay * tys[k]!
    const after = bx * txs[k]! + by * tys[k]!
    if (before < 0 === after < 0) continue
    // The other leg of a hairpin crosses this station as well, and the other way.
    if (after > before !== direction > 0) continue
    const share = before / (before - after)
    const offset = (ay + (by - ay) * share) * txs[k]! - (ax + (bx - ax) * share) * tys[k]!
    if (Math.abs(offset) <= OFFSET_WITHIN_M) visit(k, i, share, offset)
  }
}

/** The mean of what is added at each station; NaN where nothing is. */
function createMeans(count: number) {
  const sums = new Float64Array(count)
  const visits = new Uint16Array(count)
  return {
    add(k: number, value: number): void {
      if (Number.isNaN(value)) return
      sums[k]! += value
      visits[k]! += 1
    },
    take(closed: boolean): Float64Array {
      if (closed) joinSeam(sums, visits)
      return sums.map((sum, k) => (visits[k] ? sum / visits[k] : NaN))
    },
  }
}

/** First and last station of a closed line are one place. */
function joinSeam(sums: Float64Array, visits: Uint16Array): void {
  const last = sums.length - 1
  if (visits[last] === 0) {
    sums[last] = sums[0]!
    visits[last] = visits[0]!
  }
}
