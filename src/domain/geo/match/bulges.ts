import { HOLE } from '../hole.ts'
import { walkedBetweenM, type WalkMatch } from './match-walk.ts'

/** Beside its own leg: at least so far somewhere, told from where it begins… */
const FAR_M = 20
const BEGINS_M = 10
/** …and so far that no noise of either leg explains it, over at least this length. */
const SURE_M = 28
const LEAST_M = 100
/** Bins of the other leg around the twin, among which the nearest is taken. */
const AROUND_BINS = 3
/** Only where the legs are drawn on each other: those of a recording are apart everywhere. */
const DRAWN_APART_M = 4

/** Samples `from` to `to`. */
export interface Bulge {
  readonly from: number
  readonly to: number
}

/**
 * Where one leg of a folded way bulges away and the walk kept to the other: both are one way, yet this
 * stretch of this leg was not walked. The legs of a recorded line have no such shape to speak of.
 */
export function findBulges(match: WalkMatch): Bulge[] {
  const { model, alongM, samples } = match
  if (model.calmM || model.folds.twins.length === 0) return []
  if (!(usualApartM(match) <= DRAWN_APART_M)) return []
  const offM = (i: number): number => (Number.isNaN(alongM[i]!) ? 0 : Math.abs(match.offsetM[i]!))
  const bulges: Bulge[] = []
  for (let i = 0; i < alongM.length; i += 1) {
    if (offM(i) <= FAR_M || nearestTwinM(match, i) > offM(i) / 2) continue
    const lowest = bulges.at(-1)?.to ?? -1
    let from = i
    let to = i
    while (from - 1 > lowest && offM(from - 1) > BEGINS_M && samples.afterGap[from] === HOLE.none)
      from -= 1
    while (
      to + 1 < alongM.length &&
      offM(to + 1) > BEGINS_M &&
      samples.afterGap[to + 1] === HOLE.none
    )
      to += 1
    let mostM = 0
    for (let k = from; k <= to; k += 1) mostM = Math.max(mostM, offM(k))
    if (mostM > SURE_M && walkedBetweenM(samples, from, to) >= LEAST_M) bulges.push({ from, to })
    i = to
  }
  return bulges
}

function nearestTwinM({ model, alongM, samples }: WalkMatch, i: number): number {
  const { bins, folds, stepM } = model
  const count = bins.xs.length
  const bin = Math.min(count - 1, Math.max(0, Math.round(alongM[i]! / stepM)))
  let leastM = Infinity
  for (let t = folds.start[bin]!; t < folds.start[bin + 1]!; t += 1) {
    const twin = folds.twins[t]!
    const last = Math.min(count - 1, twin + AROUND_BINS)
    for (let k = Math.max(0, twin - AROUND_BINS); k <= last; k += 1) {
      leastM = Math.min(
        leastM,
        Math.hypot(samples.xs[i]! - bins.xs[k]!, samples.ys[i]! - bins.ys[k]!),
      )
    }
  }
  return leastM
}

/** The median distance between the legs of a folded way, metres. */
function usualApartM({ model: { bins, folds } }: WalkMatch): number {
  const apartM: number[] = []
  for (let j = 0; j < bins.xs.length; j += 1) {
    for (let t = folds.start[j]!; t < folds.start[j + 1]!; t += 1) {
      const k = folds.twins[t]!
      const dx = bins.xs[k]! - bins.xs[j]!
      const dy = bins.ys[k]! - bins.ys[j]!
      // Along the way a twin is only as near as the bins are: what counts is how far beside.
      apartM.push(Math.abs(bins.txs[j]! * dy - bins.tys[j]! * dx))
    }
  }
  return apartM.sort((a, b) => a - b)[apartM.length >> 1] ?? NaN
}
