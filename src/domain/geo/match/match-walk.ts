import type { Track } from '../fix.ts'
import { estimateSigmaM, findPlaces, priceCandidates } from './candidates.ts'
import { decodeWalk } from './decode-walk.ts'
import { sampleTrack, SAMPLE_M, type WalkSamples } from './sample-track.ts'
import { chainageStepM, type TrailModel } from './trail-model.ts'

/** A walk, sample by sample, laid on a trail. */
export interface WalkMatch {
  readonly model: TrailModel
  readonly samples: WalkSamples
  /** Chainage on the trail, metres; NaN while away from it. */
  readonly alongM: Float64Array
  /** Signed distance to the trail, positive to the left; while away, the distance to its nearest place. */
  readonly offsetM: Float64Array
  /** 1 walking as drawn, -1 reversed, 0 while away. */
  readonly direction: Int8Array
  /** Standard deviation of the noise that was assumed, metres. */
  readonly sigmaM: number
}

/** Beyond this distance a sample does not look like one of this trail. */
const AWAY_M = 25
/** Farther than this, for long enough, no burst of noise explains it. */
export const REALLY_AWAY_M = 30
/** A burst of multipath noise is over after about so many metres of walking. */
const BURST_M = 48
const LONGEST_BRIDGE_M = 240
/** A visit of the trail shorter than this, between two absences, is chance. */
const SHORTEST_VISIT_SAMPLES = 3

/**
 * Lays a track on a trail: the one primitive from which coverage, direction, detours, shortcuts,
 * gaps, lengths and the consensus all come. A track without samples gives empty columns.
 */
export function matchWalk(model: TrailModel, track: Track): WalkMatch {
  return matchSamples(model, sampleTrack(track, model.plane))
}

/** The same for samples that were made before, in the plane of the model. */
export function matchSamples(
  model: TrailModel,
  samples: WalkSamples,
  knownSigmaM?: number,
): WalkMatch {
  const places = findPlaces(model, samples)
  const sigmaM = knownSigmaM ?? estimateSigmaM(places)
  const candidates = priceCandidates(model, places, sigmaM)
  const decoded = decodeWalk(model, samples, candidates)
  const match: WalkMatch = { model, samples, sigmaM, ...decoded }
  measureAbsences(match)
  dropChanceVisits(match)
  for (const absence of findAbsences(match)) {
    if (isBurst(match, absence)) bridge(match, absence)
  }
  return match
}

/** Consecutive samples `from`…`to` away from the trail. */
export interface Absence {
  readonly from: number
  readonly to: number
}

/** The runs of samples away from the trail, in order. */
export function findAbsences({ alongM }: WalkMatch): Absence[] {
  const absences: Absence[] = []
  for (let i = 0; i < alongM.length; i += 1) {
    if (!Number.isNaN(alongM[i]!)) continue
    const from = i
    while (i + 1 < alongM.length && Number.isNaN(alongM[i + 1]!)) i += 1
    absences.push({ from, to: i })
  }
  return absences
}

/** Metres walked from sample `from` to sample `to`, as the samples have it. */
export function walkedBetweenM({ stepM }: WalkSamples, from: number, to: number): number {
  let sum = 0
  for (let i = from + 1; i <= to; i += 1) sum += stepM[i]!
  return sum
}

/** The longest recorded run of consecutive samples, in metres, farther than a distance from the trail. */
export function longestAwayM(match: WalkMatch, { from, to }: Absence, beyondM: number): number {
  let longest = 0
  let run = 0
  for (let i = from; i <= to; i += 1) {
    const stepM = match.samples.afterGap[i] ? 0 : match.samples.stepM[i]!
    run = Math.abs(match.offsetM[i]!) > beyondM ? run + stepM : 0
    longest = Math.max(longest, run)
  }
  return longest
}

function measureAbsences({ model, samples, alongM, offsetM }: WalkMatch): void {
  for (let i = 0; i < samples.count; i += 1) {
    if (Number.isNaN(alongM[i]!)) offsetM[i] = awayFrom(model, samples.xs[i]!, samples.ys[i]!)
  }
}

/**
 * Distance to the nearest place of the trail, by its bins: they are points, and stay quick to search
 * where a line's long legs lie across everything.
 */
function awayFrom({ bins: { xs, ys }, index }: TrailModel, x: number, y: number): number {
  const nearest = index.neighbors(x, y, 1)[0]!
  let leastM = Math.hypot(x - xs[nearest]!, y - ys[nearest]!)
  for (const from of [nearest - 1, nearest]) {
    if (from < 0 || from + 1 >= xs.length) continue
    const dx = xs[from + 1]! - xs[from]!
    const dy = ys[from + 1]! - ys[from]!
    const along = ((x - xs[from]!) * dx + (y - ys[from]!) * dy) / (dx * dx + dy * dy || 1)
    const share = Math.min(1, Math.max(0, along))
    leastM = Math.min(leastM, Math.hypot(x - xs[from]! - dx * share, y - ys[from]! - dy * share))
  }
  return leastM
}

function dropChanceVisits(match: WalkMatch): void {
  const absences = findAbsences(match)
  for (let k = 1; k < absences.length; k += 1) {
    const first = absences[k - 1]!.to + 1
    const last = absences[k]!.from - 1
    if (last - first + 1 >= SHORTEST_VISIT_SAMPLES) continue
    for (let i = first; i <= last; i += 1) {
      match.alongM[i] = NaN
      match.offsetM[i] = Math.abs(match.offsetM[i]!)
      match.direction[i] = 0
    }
  }
}

/** Away as far as the receiver says, but the way walked fits the trail: noise, not a detour. */
function isBurst(match: WalkMatch, absence: Absence): boolean {
  const { alongM, direction, samples, model } = match
  const before = absence.from - 1
  const after = absence.to + 1
  if (before < 0 || after >= alongM.length) return false
  if (direction[before] !== direction[after]) return false
  for (let i = absence.from; i <= after; i += 1) if (samples.afterGap[i]) return false
  const walkedM = walkedBetweenM(samples, before, after)
  if (walkedM > LONGEST_BRIDGE_M) return false
  const forwardM = chainageStepM(model, alongM[before]!, alongM[after]!) * direction[before]!
  if (Math.abs(forwardM - walkedM) > walkedM / 2 + 30) return false
  const awayM = longestAwayM(match, absence, AWAY_M)
  return awayM <= BURST_M || longestAwayM(match, absence, REALLY_AWAY_M) <= SAMPLE_M
}

function bridge(match: WalkMatch, { from, to }: Absence): void {
  const { alongM, direction, samples, model } = match
  const { lengthM } = model
  const startM = alongM[from - 1]!
  const stepM = chainageStepM(model, startM, alongM[to + 1]!)
  const walkedM = walkedBetweenM(samples, from - 1, to + 1)
  let soFarM = 0
  for (let i = from; i <= to; i += 1) {
    soFarM += samples.stepM[i]!
    const at = startM + (stepM * soFarM) / walkedM
    alongM[i] = model.closed ? ((at % lengthM) + lengthM) % lengthM : at
    direction[i] = direction[from - 1]!
  }
}
