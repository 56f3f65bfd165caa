import type { WalkSamples } from './sample-track.ts'
import type { TrailModel } from './trail-model.ts'

/** No trail passes one place so often; the bound keeps hostile files cheap. */
const MOST_CANDIDATES = 200
const MOST_NEAR = 2000
/** A single wild fix must not decide alone: the cost of distance stops growing here. */
const WORST_DISTANCE_COST = 12
/** Cost of walking square to the trail; twice that for walking against it. */
const HEADING_COST = 1.2
/** So far from one's own leg, the other one is a little less believed: a bulge belongs to its leg. */
const FAR_LEG_M = 25
const FAR_LEG_COST = 0.5

/** The places on the trail where each sample may be: those of sample `i` are `start[i]…start[i+1]`. */
export interface Places {
  readonly start: Int32Array
  readonly bin: Int32Array
  /** Chainage, metres; increasing within one sample. */
  readonly alongM: Float64Array
  /** The least a walker covers up to there, metres. */
  readonly leastM: Float64Array
  /** Distance to the trail there, positive to the left of the drawn direction. */
  readonly offsetM: Float64Array
  /** Cosine of the angle between the way walked and the trail as drawn; 0 where unknown. */
  readonly turn: Float64Array
}

/** Places with what it costs to be there, walking as drawn and walking reversed. */
export interface Candidates extends Places {
  readonly costForward: Float64Array
  readonly costReversed: Float64Array
}

/**
 * Finds the places of every sample: the bins within reach, and on a folded way the other passages of
 * each of them, wherever their leg is drawn.
 */
export function findPlaces(model: TrailModel, samples: WalkSamples): Places {
  const start = new Int32Array(samples.count + 1)
  let bin = new Int32Array(16 * samples.count)
  const near = new Int32Array(MOST_NEAR)
  for (let i = 0; i < samples.count; i += 1) {
    const from = start[i]!
    const found = placesOf(model, samples.xs[i]!, samples.ys[i]!, near)
    if (from + found > bin.length) bin = grown(bin, from + found)
    bin.set(near.subarray(0, found), from)
    start[i + 1] = from + found
  }
  const count = start[samples.count]!
  return measurePlaces(model, samples, start, bin.slice(0, count))
}

/** Writes the bins where a sample may be into `near`, increasing, and says how many there are. */
function placesOf(model: TrailModel, x: number, y: number, near: Int32Array): number {
  let count = model.grid.near(x, y, near)
  if (count > MOST_CANDIDATES) count = keepNearest(model, x, y, near, count)
  const { start, twins } = model.folds
  if (twins.length === 0) return count
  const own = count
  for (let n = 0; n < own; n += 1) {
    const j = near[n]!
    for (let t = start[j]!; t < start[j + 1]!; t += 1) near[count++] = twins[t]!
  }
  if (count === own) return count
  near.subarray(0, count).sort()
  let kept = 1
  for (let n = 1; n < count; n += 1) if (near[n] !== near[kept - 1]) near[kept++] = near[n]!
  return kept
}

function keepNearest(
  { bins: { xs, ys } }: TrailModel,
  x: number,
  y: number,
  near: Int32Array,
  count: number,
): number {
  const squared = (j: number): number => (x - xs[j]!) ** 2 + (y - ys[j]!) ** 2
  const kept = [...near.subarray(0, count)].sort((a, b) => squared(a) - squared(b))
  kept.length = MOST_CANDIDATES
  near.set(kept.sort((a, b) => a - b))
  return MOST_CANDIDATES
}

function grown(values: Int32Array<ArrayBuffer>, atLeast: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(atLeast, 2 * values.length))
  larger.set(values)
  return larger
}

function measurePlaces(
  model: TrailModel,
  samples: WalkSamples,
  start: Int32Array,
  bin: Int32Array,
): Places {
  const { xs, ys, txs, tys } = model.bins
  const half = model.stepM / 2
  const alongM = new Float64Array(bin.length)
  const leastM = new Float64Array(bin.length)
  const offsetM = new Float64Array(bin.length)
  const turn = new Float64Array(bin.length)
  for (let i = 0; i < samples.count; i += 1) {
    for (let c = start[i]!; c < start[i + 1]!; c += 1) {
      const j = bin[c]!
      const dx = samples.xs[i]! - xs[j]!
      const dy = samples.ys[i]! - ys[j]!
      const forwardM = dx * txs[j]! + dy * tys[j]!
      const shiftM = Math.min(half, Math.max(-half, forwardM))
      const distanceM = Math.sqrt(
        Math.max(0, dx * dx + dy * dy - 2 * shiftM * forwardM + shiftM * shiftM),
      )
      const chainage = j * model.stepM + shiftM
      alongM[c] = model.closed ? chainage : Math.min(model.lengthM, Math.max(0, chainage))
      leastM[c] = leastAt(model, j, alongM[c]! - j * model.stepM)
      offsetM[c] = txs[j]! * dy - tys[j]! * dx >= 0 ? distanceM : -distanceM
      turn[c] = samples.hxs[i]! * txs[j]! + samples.hys[i]! * tys[j]!
    }
  }
  return { start, bin, alongM, leastM, offsetM, turn }
}

/** The least length up to a place `shiftM` after bin `j`, at most half a step away. */
function leastAt({ leastM, stepM }: TrailModel, j: number, shiftM: number): number {
  const from = shiftM < 0 ? Math.max(0, j - 1) : Math.min(j, leastM.length - 2)
  return leastM[j]! + ((leastM[from + 1]! - leastM[from]!) * shiftM) / stepM
}

/** What the places cost, with noise of standard deviation `sigmaM`. */
export function priceCandidates(model: TrailModel, places: Places, sigmaM: number): Candidates {
  const { bin, offsetM, turn } = places
  const costForward = new Float64Array(bin.length)
  const costReversed = new Float64Array(bin.length)
  const perSquareMetre = 1 / (2 * sigmaM * sigmaM)
  for (let c = 0; c < bin.length; c += 1) {
    const distanceCost = Math.min(offsetM[c]! * offsetM[c]! * perSquareMetre, WORST_DISTANCE_COST)
    costForward[c] = distanceCost + HEADING_COST * (1 - turn[c]!)
    costReversed[c] = distanceCost + HEADING_COST * (1 + turn[c]!)
  }
  const candidates = { ...places, costForward, costReversed }
  return model.folds.twins.length > 0 ? pricedByWay(model, candidates) : candidates
}

/**
 * On a folded way the price is that of the way, not of one leg of it as somebody drew or recorded it:
 * the least of its own and of its twins', distance and heading together.
 */
function pricedByWay(model: TrailModel, candidates: Candidates): Candidates {
  const { folds, bins } = model
  const { start, bin, offsetM, costForward: ownForward, costReversed: ownReversed } = candidates
  const costForward = ownForward.slice()
  const costReversed = ownReversed.slice()
  const place = new Int32Array(bins.xs.length).fill(-1)
  for (let i = 0; i + 1 < start.length; i += 1) {
    for (let c = start[i]!; c < start[i + 1]!; c += 1) place[bin[c]!] = c
    for (let c = start[i]!; c < start[i + 1]!; c += 1) {
      const j = bin[c]!
      for (let t = folds.start[j]!; t < folds.start[j + 1]!; t += 1) {
        const twin = place[folds.twins[t]!]!
        if (twin < start[i]! || twin >= start[i + 1]!) continue
        const same = folds.senses[t] === 1
        const far = Math.abs(offsetM[c]!) > FAR_LEG_M ? FAR_LEG_COST : 0
        costForward[c] = Math.min(costForward[c]!, (same ? ownForward : ownReversed)[twin]! + far)
        costReversed[c] = Math.min(costReversed[c]!, (same ? ownReversed : ownForward)[twin]! + far)
      }
    }
  }
  return { ...candidates, costForward, costReversed }
}

/**
 * The noise of this walk, from its distances to the trail: the median is blind to detours and
 * bursts. Between 6 m (open sky) and 11 m (dense forest).
 */
export function estimateSigmaM({ start, offsetM }: Places): number {
  const nearest = new Float64Array(start.length)
  let count = 0
  for (let i = 0; i + 1 < start.length; i += 1) {
    let best = Infinity
    for (let c = start[i]!; c < start[i + 1]!; c += 1) {
      best = Math.min(best, Math.abs(offsetM[c]!))
    }
    if (best < Infinity) nearest[count++] = best
  }
  if (count === 0) return 6
  const sd = nearest.subarray(0, count).sort()[count >> 1]! / 0.6745
  return Math.min(11, Math.max(6, 1.2 * sd))
}
