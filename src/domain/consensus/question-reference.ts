import type { Position } from 'geojson'
import { measureLine } from '../geo/chainage.ts'
import type { Episode } from '../geo/comparison.ts'
import type { IntervalM } from '../geo/interval.ts'
import { findEpisodes } from '../geo/match/episodes.ts'
import { matchSamples, type WalkMatch } from '../geo/match/match-walk.ts'
import { sampleTrack } from '../geo/match/sample-track.ts'
import { modelOfPath } from '../geo/match/trail-model.ts'
import { roundMetres } from '../geo/rounding.ts'
import { admitTracks, type ConsensusTrack } from './admit-tracks.ts'
import { crossSections, type CrossSections } from './cross-sections.ts'
import { layStations } from './stations.ts'

/** A stretch where independent walks agree that the line lies elsewhere. */
export interface ReferenceShift {
  readonly intervalM: IntervalM
  /** Mean distance, metres, to the left of the drawn direction when positive. */
  readonly offsetM: number
  readonly tracks: number
}

/** A stretch with two ways, each walked by at least two. */
export interface BranchSplit {
  readonly intervalM: IntervalM
  /** Distance between the two ways, metres. */
  readonly apartM: number
  /** How many walk the one and the other, the line's own side first. */
  readonly walkers: readonly [number, number]
}

export interface ReferenceQuestions {
  readonly shifts: readonly ReferenceShift[]
  readonly splits: readonly BranchSplit[]
}

const LEAST_TRACKS = 3
/** A shift counts from here on, and from twice the standard error of the mean. */
const SHIFT_M = 6
const SHIFT_LENGTH_M = 150
const SPLIT_APART_M = 15
const SPLIT_LENGTH_M = 60
const SPLIT_WALKERS = 2

/**
 * Asks several walks whether a trail's line is still right: is it shifted, and do people take two
 * ways? Tracks that have no vote in a consensus have none here.
 */
export function questionReference(
  line: readonly Position[],
  tracks: readonly ConsensusTrack[],
): ReferenceQuestions {
  const measured = measureLine(line)
  const stations = layStations(measured.path)
  if (stations.path.lengthM < SHIFT_LENGTH_M) return { shifts: [], splits: [] }
  const model = modelOfPath(stations.path, measured.plane)
  const matches = admitTracks(tracks).tracks.map(({ track }) =>
    matchSamples(model, sampleTrack(track, measured.plane)),
  )
  const sections = crossSections(stations, matches)
  return {
    shifts: findShifts(sections, stations.stepM),
    splits: [...findNearSplits(sections, stations.stepM), ...findFarSplits(matches)],
  }
}

function findShifts(sections: CrossSections, stepM: number): ReferenceShift[] {
  const count = sections[0]?.length ?? 0
  const means = Array.from({ length: count }, (_, k) => shiftAt(offsetsAt(sections, k)))
  return runsOf(count, (k) => Math.sign(means[k]!.mean), SHIFT_LENGTH_M / stepM).map((run) => {
    const here = means.slice(run.from, run.to + 1)
    return {
      intervalM: intervalOf(run, stepM),
      offsetM: roundMetres(here.reduce((sum, { mean }) => sum + mean, 0) / here.length),
      tracks: Math.min(...here.map(({ tracks }) => tracks)),
    }
  })
}

/** The mean offset where it is significant, else 0. */
function shiftAt(offsets: readonly number[]): { mean: number; tracks: number } {
  const tracks = offsets.length
  if (tracks < LEAST_TRACKS) return { mean: 0, tracks }
  const mean = offsets.reduce((sum, offset) => sum + offset, 0) / tracks
  const squares = offsets.reduce((sum, offset) => sum + (offset - mean) ** 2, 0)
  const error = Math.sqrt(squares / (tracks - 1) / tracks)
  return Math.abs(mean) > Math.max(SHIFT_M, 2 * error) ? { mean, tracks } : { mean: 0, tracks }
}

/** Two groups of offsets with a wide gap between them, near enough to the line to be matched. */
function findNearSplits(sections: CrossSections, stepM: number): BranchSplit[] {
  const count = sections[0]?.length ?? 0
  const splits = Array.from({ length: count }, (_, k) => splitAt(offsetsAt(sections, k)))
  return runsOf(count, (k) => (splits[k] ? 1 : 0), SPLIT_LENGTH_M / stepM).map((run) => {
    const middle = splits[(run.from + run.to) >> 1]!
    return { intervalM: intervalOf(run, stepM), ...middle }
  })
}

function splitAt(offsets: readonly number[]): Omit<BranchSplit, 'intervalM'> | null {
  const sorted = [...offsets].sort((a, b) => a - b)
  let widest = -1
  let apartM = SPLIT_APART_M
  for (let i = SPLIT_WALKERS; i <= sorted.length - SPLIT_WALKERS; i += 1) {
    const gap = sorted[i]! - sorted[i - 1]!
    if (gap > apartM) {
      apartM = gap
      widest = i
    }
  }
  if (widest < 0) return null
  const own =
    Math.abs(sorted[widest - 1]!) < Math.abs(sorted[widest]!) ? widest : sorted.length - widest
  return { apartM: roundMetres(apartM), walkers: [own, sorted.length - own] }
}

/** Detours that several walkers share, while several others stay on the line. */
function findFarSplits(matches: readonly WalkMatch[]): BranchSplit[] {
  const detours = matches.flatMap((match, t) =>
    findEpisodes(match).detours.map((episode) => ({ t, episode })),
  )
  const splits: BranchSplit[] = []
  const told = new Set<Episode>()
  for (const { episode } of detours) {
    if (told.has(episode)) continue
    const same = detours.filter((other) => overlapShare(episode, other.episode) > 0.5)
    same.forEach((other) => told.add(other.episode))
    const away = new Set(same.map(({ t }) => t))
    const onLine = matches.filter((match, t) => !away.has(t) && passes(match, episode.intervalM))
    const [from, to] = episode.intervalM
    if (away.size < SPLIT_WALKERS || onLine.length < SPLIT_WALKERS) continue
    if (to - from < SPLIT_LENGTH_M) continue
    splits.push({
      intervalM: episode.intervalM,
      apartM: Math.max(...same.map((other) => other.episode.maxOffsetM)),
      walkers: [onLine.length, away.size],
    })
  }
  return splits
}

function overlapShare({ intervalM: [a, b] }: Episode, { intervalM: [c, d] }: Episode): number {
  const shared = Math.min(b, d) - Math.max(a, c)
  return shared / Math.max(1, Math.max(b, d) - Math.min(a, c))
}

/** Whether a walk was matched along most of an interval. */
function passes({ alongM }: WalkMatch, [from, to]: IntervalM): boolean {
  const middle = (from + to) / 2
  return alongM.some((m) => Math.abs(m - middle) < 15)
}

function offsetsAt(sections: CrossSections, k: number): number[] {
  return sections.map((offsets) => offsets[k]!).filter((offset) => !Number.isNaN(offset))
}

/** Runs of at least `least` stations with the same sign other than 0; holes of two are bridged. */
function runsOf(
  count: number,
  signAt: (k: number) => number,
  least: number,
): { from: number; to: number }[] {
  const runs: { from: number; to: number; sign: number }[] = []
  for (let k = 0; k < count; k += 1) {
    const sign = signAt(k)
    if (sign === 0) continue
    const last = runs.at(-1)
    if (last?.sign === sign && k - last.to <= 3) last.to = k
    else runs.push({ from: k, to: k, sign })
  }
  return runs.filter(({ from, to }) => to - from + 1 >= least)
}

function intervalOf({ from, to }: { from: number; to: number }, stepM: number): IntervalM {
  return [roundMetres(from * stepM), roundMetres(to * stepM)]
}
