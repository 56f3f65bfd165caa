import type { Candidates } from './candidates.ts'
import { createAwayStates, AWAY_STATES, type AwayStates } from './away-states.ts'
import type { WalkSamples } from './sample-track.ts'
import { chainageStepM, type TrailModel } from './trail-model.ts'
import { COST, gapStepCost, returnCost, stepCost } from './transition-cost.ts'

/** Where a walk most probably was: one entry per sample. */
export interface DecodedWalk {
  /** Chainage on the trail, metres; NaN while off it. */
  readonly alongM: Float64Array
  /** Signed distance to the trail, positive to the left; NaN while off it. */
  readonly offsetM: Float64Array
  /** 1 walking as drawn, -1 reversed, 0 while off the trail. */
  readonly direction: Int8Array
}

/** Direct steps along the trail are only looked for this far; beyond, a walk goes by "away". */
const STEP_WINDOW_M = 200

/**
 * The most probable walk, by the Viterbi algorithm over the candidate places of every sample.
 *
 * After P. Newson and J. Krumm, "Hidden Markov Map Matching Through Noise and Sparseness", ACM
 * SIGSPATIAL GIS 2009: a cost for the distance to the line, a cost for the difference between the
 * way walked and the way along the line. Here the network is one known line, so the states are its
 * bins, once walking as drawn and once reversed (turning round has a price), and a few "away" states
 * that remember where the trail was left. Loops go round by modulo; a trail that passes one place
 * twice is told apart by what came before and after, not by distance.
 */
export function decodeWalk(
  model: TrailModel,
  samples: WalkSamples,
  candidates: Candidates,
): DecodedWalk {
  const { start, costForward, costReversed } = candidates
  const total = start.at(-1)!
  const scores = [new Float64Array(total), new Float64Array(total)] as const
  const backs = [new Int32Array(total), new Int32Array(total)] as const
  const away = createAwayStates(samples.count)
  for (let i = 0; i < samples.count; i += 1) {
    for (let c = start[i]!; c < start[i + 1]!; c += 1) {
      scores[0][c] = costForward[c]!
      scores[1][c] = costReversed[c]!
      backs[0][c] = backs[1][c] = -1
    }
    if (i > 0) arrive(model, samples, candidates, scores, backs, away, i)
    leave(candidates, scores, away, samples, i)
  }
  return trace(candidates, scores, backs, away, samples.count)
}

type Scores = readonly [Float64Array, Float64Array]
type Backs = readonly [Int32Array, Int32Array]

/** Predecessors are numbered: even = as drawn, odd = reversed, negative below -1 = an away state. */
const onTrail = (candidate: number, layer: number): number => candidate * 2 + layer
const offTrail = (state: number): number => -2 - state

/** Adds, for every candidate of sample `i`, the cheapest way to have got there. */
function arrive(
  model: TrailModel,
  samples: WalkSamples,
  { start, alongM }: Candidates,
  scores: Scores,
  backs: Backs,
  away: AwayStates,
  i: number,
): void {
  const from = start[i - 1]!
  const to = start[i]!
  const walkedM = samples.stepM[i]!
  const gap = samples.afterGap[i] === 1
  const seconds = (samples.atMs[i]! - samples.atMs[i - 1]!) / 1000
  const shifts = model.closed ? [0, model.lengthM, -model.lengthM] : [0]
  for (let c = to; c < start[i + 1]!; c += 1) {
    const here = alongM[c]!
    const best: [number, number] = [Infinity, Infinity]
    const back: [number, number] = [-1, -1]
    const consider = (p: number, alongStepM: number): void => {
      for (let layer = 0; layer < 2; layer += 1) {
        const signed = layer === 0 ? alongStepM : -alongStepM
        const cost = gap ? gapStepCost(signed, walkedM, seconds) : stepCost(signed, walkedM)
        const straight = scores[layer]![p]! + cost
        if (straight < best[layer]!) {
          best[layer] = straight
          back[layer] = onTrail(p, layer)
        }
        const turned =
          scores[1 - layer]![p]! + Math.abs(alongStepM) / COST.metresPerUnit + COST.turn
        if (turned < best[layer]!) {
          best[layer] = turned
          back[layer] = onTrail(p, 1 - layer)
        }
      }
    }
    if (gap) {
      for (let p = from; p < to; p += 1) consider(p, chainageStepM(model, alongM[p]!, here))
    } else {
      for (const shift of shifts) {
        const first = lowerBound(alongM, from, to, here + shift - STEP_WINDOW_M)
        for (let p = first; p < to && alongM[p]! <= here + shift + STEP_WINDOW_M; p += 1) {
          consider(p, here + shift - alongM[p]!)
        }
      }
    }
    for (let k = 0; k < AWAY_STATES; k += 1) {
      const state = (i - 1) * AWAY_STATES + k
      if (away.score[state]! === Infinity) break
      for (let layer = 0; layer < 2; layer += 1) {
        const cost = away.score[state]! + returnCost(model, away, state, here, layer)
        if (cost < best[layer]!) {
          best[layer] = cost
          back[layer] = offTrail(state)
        }
      }
    }
    for (let layer = 0; layer < 2; layer += 1) {
      scores[layer]![c]! += best[layer]!
      backs[layer]![c] = back[layer]!
    }
  }
}

/** Fills the away states of sample `i`: stay away, or leave the trail since the sample before. */
function leave(
  { start, alongM }: Candidates,
  scores: Scores,
  away: AwayStates,
  samples: WalkSamples,
  i: number,
): void {
  if (i === 0) {
    away.offer(0, COST.away, NaN, 0, 0, -1)
    return
  }
  for (let k = 0; k < AWAY_STATES; k += 1) {
    const before = (i - 1) * AWAY_STATES + k
    if (away.score[before]! === Infinity) break
    away.offer(
      i,
      away.score[before]! + COST.away,
      away.leftAtM[before]!,
      away.layer[before]!,
      away.walkedM[before]! + samples.stepM[i]!,
      offTrail(before),
    )
  }
  for (let p = start[i - 1]!; p < start[i]!; p += 1) {
    for (let layer = 0; layer < 2; layer += 1) {
      const cost = scores[layer]![p]! + COST.leave + COST.away
      away.offer(i, cost, alongM[p]!, layer, samples.stepM[i]!, onTrail(p, layer))
    }
  }
}

function trace(
  { start, alongM, offsetM }: Candidates,
  scores: Scores,
  backs: Backs,
  away: AwayStates,
  count: number,
): DecodedWalk {
  const walk = {
    alongM: new Float64Array(count).fill(NaN),
    offsetM: new Float64Array(count).fill(NaN),
    direction: new Int8Array(count),
  }
  let state = cheapestEnd(start, scores, away, count)
  for (let i = count - 1; i >= 0; i -= 1) {
    if (state <= -2) {
      state = away.back[-2 - state]!
      continue
    }
    const candidate = state >> 1
    const layer = state & 1
    walk.alongM[i] = alongM[candidate]!
    walk.offsetM[i] = offsetM[candidate]!
    walk.direction[i] = layer === 0 ? 1 : -1
    state = backs[layer]![candidate]!
  }
  return walk
}

function cheapestEnd(start: Int32Array, scores: Scores, away: AwayStates, count: number): number {
  if (count === 0) return -1
  const first = (count - 1) * AWAY_STATES
  let state = offTrail(first)
  let best = away.score[first]!
  for (let c = start[count - 1]!; c < start[count]!; c += 1) {
    for (let layer = 0; layer < 2; layer += 1) {
      if (scores[layer]![c]! < best) {
        best = scores[layer]![c]!
        state = onTrail(c, layer)
      }
    }
  }
  return state
}

function lowerBound(values: Float64Array, from: number, to: number, value: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
