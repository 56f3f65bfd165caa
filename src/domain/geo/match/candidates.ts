import type { WalkSamples } from './sample-track.ts'
import type { TrailModel } from './trail-model.ts'

/** How far from the trail a walker can be and still be on it, as far as the receiver knows. */
export const REACH_M = 45
/** No trail passes one place so often; the bound keeps hostile files cheap. */
const MOST_CANDIDATES = 200
/** A single wild fix must not decide alone: the cost of distance stops growing here. */
const WORST_DISTANCE_COST = 12
/** Cost of walking square to the trail; twice that for walking against it. */
const HEADING_COST = 1.2

/** The places on the trail where each sample may be: those of sample `i` are `start[i]…start[i+1]`. */
export interface Candidates {
  readonly start: Int32Array
  /** Chainage, metres; increasing within one sample. */
  readonly alongM: Float64Array
  /** Distance to the trail there, positive to the left of the drawn direction. */
  readonly offsetM: Float64Array
  /** What it costs to be there, walking as drawn and walking reversed. */
  readonly costForward: Float64Array
  readonly costReversed: Float64Array
}

/** Finds the candidates of every sample, with noise of standard deviation `sigmaM`. */
export function findCandidates(
  model: TrailModel,
  samples: WalkSamples,
  sigmaM: number,
): Candidates {
  const { xs, ys, txs, tys } = model.bins
  const start = new Int32Array(samples.count + 1)
  const alongM: number[] = []
  const offsetM: number[] = []
  const costForward: number[] = []
  const costReversed: number[] = []
  for (let i = 0; i < samples.count; i += 1) {
    const x = samples.xs[i]!
    const y = samples.ys[i]!
    for (const j of nearBins(model, x, y)) {
      const dx = x - xs[j]!
      const dy = y - ys[j]!
      const forwardM = dx * txs[j]! + dy * tys[j]!
      const half = model.stepM / 2
      const shiftM = Math.min(half, Math.max(-half, forwardM))
      const distanceM = Math.sqrt(
        Math.max(0, dx * dx + dy * dy - 2 * shiftM * forwardM + shiftM * shiftM),
      )
      const turn = samples.hxs[i]! * txs[j]! + samples.hys[i]! * tys[j]!
      const distanceCost = Math.min((distanceM / sigmaM) ** 2 / 2, WORST_DISTANCE_COST)
      const chainage = j * model.stepM + shiftM
      alongM.push(model.closed ? chainage : Math.min(model.lengthM, Math.max(0, chainage)))
      offsetM.push(txs[j]! * dy - tys[j]! * dx >= 0 ? distanceM : -distanceM)
      costForward.push(distanceCost + HEADING_COST * (1 - turn))
      costReversed.push(distanceCost + HEADING_COST * (1 + turn))
    }
    start[i + 1] = alongM.length
  }
  return {
    start,
    alongM: Float64Array.from(alongM),
    offsetM: Float64Array.from(offsetM),
    costForward: Float64Array.from(costForward),
    costReversed: Float64Array.from(costReversed),
  }
}

/** The bins within reach of a point, in order along the trail. */
function nearBins(model: TrailModel, x: number, y: number): number[] {
  const { xs, ys } = model.bins
  const squared = (j: number): number => (x - xs[j]!) ** 2 + (y - ys[j]!) ** 2
  const isNear = (j: number): boolean => squared(j) <= REACH_M * REACH_M
  const near = model.index.search(x - REACH_M, y - REACH_M, x + REACH_M, y + REACH_M, isNear)
  if (near.length > MOST_CANDIDATES) {
    near.sort((a, b) => squared(a) - squared(b))
    near.length = MOST_CANDIDATES
  }
  return near.sort((a, b) => a - b)
}

/**
 * The noise of this walk, from its distances to the trail: the median is blind to detours and
 * bursts. Between 6 m (open sky) and 11 m (dense forest).
 */
export function estimateSigmaM({ start, offsetM }: Candidates): number {
  const nearest: number[] = []
  for (let i = 0; i + 1 < start.length; i += 1) {
    let best = Infinity
    for (let c = start[i]!; c < start[i + 1]!; c += 1) {
      best = Math.min(best, Math.abs(offsetM[c]!))
    }
    if (best < Infinity) nearest.push(best)
  }
  if (nearest.length === 0) return 6
  nearest.sort((a, b) => a - b)
  const sd = nearest[nearest.length >> 1]! / 0.6745
  return Math.min(11, Math.max(6, 1.2 * sd))
}
