import type { Candidates } from './candidates.ts'
import { HOLE } from '../hole.ts'
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
  const lattice: Lattice = {
    forward: costForward.slice(),
    reversed: costReversed.slice(),
    backForward: new Int32Array(start.at(-1)!).fill(-1),
    backReversed: new Int32Array(start.at(-1)!).fill(-1),
    away: createAwayStates(samples.count),
  }
  for (let c = 0; c < (start[1] ?? 0); c += 1) lattice.reversed[c]! += COST.reversedStart
  for (let i = 0; i < samples.count; i += 1) {
    if (i > 0) arrive(model, samples, candidates, lattice, i)
    leave(candidates, lattice, samples, i)
  }
  return trace(candidates, lattice, samples.count)
}

/** The cost of the cheapest story that ends in each state, and the state before it. */
interface Lattice {
  readonly forward: Float64Array
  readonly reversed: Float64Array
  readonly backForward: Int32Array
  readonly backReversed: Int32Array
  readonly away: AwayStates
}

/** Predecessors are numbered: even = as drawn, odd = reversed, negative below -1 = an away state. */
const onTrail = (candidate: number, layer: number): number => candidate * 2 + layer
const offTrail = (state: number): number => -2 - state

/** The cheapest ways found so far to one place: walking as drawn, and reversed. */
interface Cheapest {
  forward: number
  reversed: number
  backForward: number
  backReversed: number
}

/** Adds, for every candidate of sample `i`, the cheapest way to have got there. */
function arrive(
  model: TrailModel,
  samples: WalkSamples,
  { start, alongM, leastM }: Candidates,
  lattice: Lattice,
  i: number,
): void {
  const from = start[i - 1]!
  const to = start[i]!
  const walkedM = samples.stepM[i]!
  const gap = samples.afterGap[i] !== HOLE.none
  const seconds = (samples.atMs[i]! - samples.atMs[i - 1]!) / 1000
  const shifts = model.closed ? [0, 1, -1] : [0]
  const roundM = model.lengthM
  const leastRoundM = model.leastM.at(-1)!
  const best: Cheapest = { forward: 0, reversed: 0, backForward: -1, backReversed: -1 }
  for (let c = to; c < start[i + 1]!; c += 1) {
    const here = alongM[c]!
    best.forward = best.reversed = Infinity
    best.backForward = best.backReversed = -1
    if (gap) {
      for (let p = from; p < to; p += 1) {
        const stepM = chainageStepM(model, alongM[p]!, here)
        const forwardCost = gapStepCost(stepM, walkedM, seconds)
        consider(best, lattice, p, stepM, forwardCost, gapStepCost(-stepM, walkedM, seconds))
      }
    } else {
      for (const shift of shifts) {
        const at = here + shift * roundM
        const leastAt = leastM[c]! + shift * leastRoundM
        const first = lowerBound(alongM, from, to, at - STEP_WINDOW_M)
        for (let p = first; p < to && alongM[p]! <= at + STEP_WINDOW_M; p += 1) {
          const stepM = at - alongM[p]!
          const leastStepM = leastAt - leastM[p]!
          const forwardCost = stepCost(stepM, leastStepM, walkedM)
          consider(best, lattice, p, stepM, forwardCost, stepCost(-stepM, -leastStepM, walkedM))
        }
      }
    }
    considerReturning(best, lattice.away, model, i, here)
    lattice.forward[c]! += best.forward
    lattice.reversed[c]! += best.reversed
    lattice.backForward[c] = best.backForward
    lattice.backReversed[c] = best.backReversed
  }
}

/** Compares the stories that come along the trail from candidate `p`, going on or turning round. */
function consider(
  best: Cheapest,
  { forward, reversed }: Lattice,
  p: number,
  stepM: number,
  forwardCost: number,
  reversedCost: number,
): void {
  const turning = Math.abs(stepM) / COST.metresPerUnit + COST.turn
  const goingOn = forward[p]! + forwardCost
  const turnedBack = reversed[p]! + turning
  if (goingOn < best.forward) {
    best.forward = goingOn
    best.backForward = onTrail(p, 0)
  }
  if (turnedBack < best.forward) {
    best.forward = turnedBack
    best.backForward = onTrail(p, 1)
  }
  const goingBack = reversed[p]! + reversedCost
  const turnedRound = forward[p]! + turning
  if (goingBack < best.reversed) {
    best.reversed = goingBack
    best.backReversed = onTrail(p, 1)
  }
  if (turnedRound < best.reversed) {
    best.reversed = turnedRound
    best.backReversed = onTrail(p, 0)
  }
}

/** Compares the stories that come back to the trail from away. */
function considerReturning(
  best: Cheapest,
  away: AwayStates,
  model: TrailModel,
  i: number,
  here: number,
): void {
  const first = (i - 1) * AWAY_STATES
  for (let state = first; state < first + AWAY_STATES; state += 1) {
    const score = away.score[state]!
    if (score === Infinity) break
    if (score + COST.comeBack >= best.forward && score + COST.comeBack >= best.reversed) continue
    const asDrawn = score + returnCost(model, away, state, here, 0)
    if (asDrawn < best.forward) {
      best.forward = asDrawn
      best.backForward = offTrail(state)
    }
    const turned = score + returnCost(model, away, state, here, 1)
    if (turned < best.reversed) {
      best.reversed = turned
      best.backReversed = offTrail(state)
    }
  }
}

/** Fills the away states of sample `i`: stay away, or leave the trail since the sample before. */
function leave(
  { start, alongM }: Candidates,
  { forward, reversed, away }: Lattice,
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
    const leaving = COST.leave + COST.away
    away.offer(i, forward[p]! + leaving, alongM[p]!, 0, samples.stepM[i]!, onTrail(p, 0))
    away.offer(i, reversed[p]! + leaving, alongM[p]!, 1, samples.stepM[i]!, onTrail(p, 1))
  }
}

function trace(
  { start, alongM, offsetM }: Candidates,
  lattice: Lattice,
  count: number,
): DecodedWalk {
  const walk = {
    alongM: new Float64Array(count).fill(NaN),
    offsetM: new Float64Array(count).fill(NaN),
    direction: new Int8Array(count),
  }
  let state = cheapestEnd(start, lattice, count)
  for (let i = count - 1; i >= 0; i -= 1) {
    if (state <= -2) {
      state = lattice.away.back[-2 - state]!
      continue
    }
    const candidate = state >> 1
    const asDrawn = (state & 1) === 0
    walk.alongM[i] = alongM[candidate]!
    walk.offsetM[i] = offsetM[candidate]!
    walk.direction[i] = asDrawn ? 1 : -1
    state = (asDrawn ? lattice.backForward : lattice.backReversed)[candidate]!
  }
  return walk
}

function cheapestEnd(
  start: Int32Array,
  { forward, reversed, away }: Lattice,
  count: number,
): number {
  if (count === 0) return -1
  const first = (count - 1) * AWAY_STATES
  let state = offTrail(first)
  let best = away.score[first]!
  for (let c = start[count - 1]!; c < start[count]!; c += 1) {
    if (forward[c]! < best) {
      best = forward[c]!
      state = onTrail(c, 0)
    }
    if (reversed[c]! < best) {
      best = reversed[c]!
      state = onTrail(c, 1)
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
