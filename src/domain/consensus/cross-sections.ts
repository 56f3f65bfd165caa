import type { WalkMatch } from '../geo/match/match-walk.ts'
import type { Stations } from './stations.ts'

/** A track is looked for across a station where its matched chainage is this near. */
const CHAINAGE_WITHIN_M = 20
/** What crosses farther out is not this trail. */
const OFFSET_WITHIN_M = 40
/** Two samples farther apart are not joined. */
const JOIN_WITHIN_M = 60

/** Signed offsets of every track at every station, positive to the left; NaN where it has none. */
export type CrossSections = readonly Float64Array[]

/**
 * Where each matched track crosses the normal of each station. One offset per track and station: a
 * track that passes several times gives its mean, and no place of a loop or an out-and-back is
 * taken for another, because the matched chainage must agree.
 */
export function crossSections(stations: Stations, matches: readonly WalkMatch[]): CrossSections {
  return matches.map((match) => meanAtStations(stations, match, (_i, _share, offsetM) => offsetM))
}

/** The altitude of every track where it crosses each station, as its receiver gave it; NaN without. */
export function crossAltitudes(stations: Stations, matches: readonly WalkMatch[]): CrossSections {
  return matches.map((match) => {
    const { eleM } = match.samples
    return meanAtStations(stations, match, (i, share) => {
      return eleM[i - 1]! + (eleM[i]! - eleM[i - 1]!) * share
    })
  })
}

/** The mean of a measure over the crossings of each station, between sample `i - 1` and sample `i`. */
function meanAtStations(
  stations: Stations,
  match: WalkMatch,
  measure: (i: number, share: number, offsetM: number) => number,
): Float64Array {
  const { path, stepM, txs, tys } = stations
  const count = path.xs.length
  const sums = new Float64Array(count)
  const visits = new Uint16Array(count)
  const { samples, alongM, model } = match
  for (let i = 1; i < samples.count; i += 1) {
    if (samples.afterGap[i] || samples.stepM[i]! > JOIN_WITHIN_M) continue
    let fromM = alongM[i - 1]!
    const toM = alongM[i]!
    if (Number.isNaN(fromM) || Number.isNaN(toM)) continue
    if (model.closed && Math.abs(toM - fromM) > model.lengthM / 2) fromM = toM
    if (Math.abs(toM - fromM) > JOIN_WITHIN_M) continue
    const first = Math.ceil((Math.min(fromM, toM) - CHAINAGE_WITHIN_M) / stepM)
    const last = Math.floor((Math.max(fromM, toM) + CHAINAGE_WITHIN_M) / stepM)
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
      const share = before / (before - after)
      const offset = (ay + (by - ay) * share) * txs[k]! - (ax + (bx - ax) * share) * tys[k]!
      if (Math.abs(offset) > OFFSET_WITHIN_M) continue
      const measured = measure(i, share, offset)
      if (Number.isNaN(measured)) continue
      sums[k]! += measured
      visits[k]! += 1
    }
  }
  if (model.closed) joinSeam(sums, visits)
  return sums.map((sum, k) => (visits[k] ? sum / visits[k] : NaN))
}

/** First and last station of a closed line are one place. */
function joinSeam(sums: Float64Array, visits: Uint16Array): void {
  const last = sums.length - 1
  if (visits[last] === 0) {
    sums[last] = sums[0]!
    visits[last] = visits[0]!
  }
}
