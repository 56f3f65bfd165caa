import type { Position } from 'geojson'
import type { ConsensusTrack } from '../../../src/domain/consensus/consensus-track.ts'
import {
  consensusOfTracks,
  type Consensus,
} from '../../../src/domain/consensus/consensus-of-tracks.ts'
import { measureLine, resamplePath, type Path } from '../../../src/domain/geo/chainage.ts'
import { deriveTrack } from '../../../src/domain/geo/derive-track.ts'
import { indexSegments, nearestOnPath } from '../../../src/domain/geo/line-index.ts'
import { noisyCopy } from '../../support/simulator/abscissa-noise.ts'
import type { Environment } from '../../support/simulator/gps-noise.ts'
import { imperfectMirror } from '../../support/simulator/imperfect-mirror.ts'
import { makePath, PATH_KINDS, type PathKind } from '../../support/simulator/made-path.ts'
import { createRandom, mixSeed } from '../../support/simulator/random.ts'
import { simulateWalk } from '../../support/simulator/simulate-walk.ts'
import { makeTrail, TRAIL_SHAPES, type TrailShape } from '../../support/simulator/trail-shapes.ts'

const CASE_SHAPES = [...TRAIL_SHAPES, ...PATH_KINDS] as const
export type CaseShape = TrailShape | PathKind
/** Noise in time as receivers have it, or along the way as the published recipe has it. */
export type CaseNoise = Environment | 'recipe'

interface ConsensusCase {
  readonly shape: CaseShape
  readonly noise: CaseNoise
  readonly tracks: number
  readonly seed: number
  readonly lengthM: number
}

/** What one run said, against the truth. */
export interface CaseResult extends ConsensusCase {
  /** Root mean square of the distances from the true way to the line, and from the line to it. */
  readonly rmsM: number
  readonly backRmsM: number
  /** Share of the true way farther than 20 m from the line. */
  readonly farShare: number
  /** Signed errors of the length, shares: of the drawn line, and of the estimate. */
  readonly drawnError: number
  readonly lengthError: number
  readonly lengthHeld: boolean
  /** Share of the vertices whose interval reaches the true way. */
  readonly positionHeld: number
}

const FAR_M = 20
const COMPARED_M = 5

/** Makes the walks of a case without telling the consensus anything of the truth, and measures it. */
export function runCase(one: ConsensusCase): CaseResult {
  const { truth, tracks } = makeCase(one)
  return { ...one, ...measureAgainst(truth, consensusOfTracks(tracks)) }
}

function makeCase(one: ConsensusCase): {
  truth: readonly Position[]
  tracks: ConsensusTrack[]
} {
  const seed = mixSeed(one.seed, 31, CASE_SHAPES.indexOf(one.shape), one.tracks)
  const isPath = (PATH_KINDS as readonly string[]).includes(one.shape)
  const truth = isPath
    ? makePath(one.shape as PathKind, seed, one.lengthM)
    : imperfectMirror(makeTrail(one.shape as TrailShape, seed, one.lengthM), seed).line
  const tracks = Array.from({ length: one.tracks }, (_, n) =>
    one.noise === 'recipe'
      ? { id: `copy-${n}`, track: deriveTrack(noisyCopy(truth, mixSeed(seed, n), dayOf(n))) }
      : makeWalk(truth, seed, n, one.noise, one.shape),
  )
  return { truth, tracks }
}

function measureAgainst(
  truthLine: readonly Position[],
  { line }: Consensus,
): Omit<CaseResult, keyof ConsensusCase> {
  const truth = measureLine(truthLine)
  const { path } = measureLine(line!.coordinates, truth.plane)
  const there = distances(resamplePath(truth.path, COMPARED_M), path)
  const back = distances(resamplePath(path, COMPARED_M), truth.path)
  const [low, high] = line!.lengthIntervalM
  const lengthM = truth.path.lengthM
  const off = distances(path, truth.path)
  const known = line!.accuracy95M.flatMap((reach, i) =>
    reach === null ? [] : [off[i]! <= reach ? 1 : 0],
  )
  return {
    rmsM: rootMeanSquare(there),
    backRmsM: rootMeanSquare(back),
    farShare: there.filter((d) => d > FAR_M).length / there.length,
    drawnError: path.lengthM / lengthM - 1,
    lengthError: line!.lengthM / lengthM - 1,
    lengthHeld: low <= lengthM && lengthM <= high,
    positionHeld: known.reduce<number>((sum, held) => sum + held, 0) / Math.max(1, known.length),
  }
}

function distances(from: Path, to: Path): number[] {
  const index = indexSegments(to)
  return Array.from(from.xs, (x, k) => nearestOnPath(to, index, x, from.ys[k]!)!.distanceM)
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / Math.max(1, values.length))
}

const dayOf = (n: number): number => Date.UTC(2026, 0, 1 + n)

/**
 * Two pauses, spikes; a third reversed, 40 % partial, a quarter with a detour (on one leg, where a
 * trail has two), a fifth with a hole.
 */
function makeWalk(
  line: readonly Position[],
  seed: number,
  n: number,
  environment: Environment,
  shape: CaseShape,
): ConsensusTrack {
  const own = mixSeed(seed, n, 99)
  const random = createRandom(own)
  const { lengthM } = measureLine(line).path
  const share = n > 0 && random.uniform() < 0.4 ? random.uniform(0.5, 0.9) : 1
  const direction = random.uniform() < 1 / 3 ? -1 : 1
  const aside = lengthM * (1 - share) * random.uniform()
  const detours = !/switchbacks|hairpins/.test(shape) && random.uniform() < 0.25
  const { fixes } = simulateWalk(line, {
    seed: own,
    environment,
    direction,
    startM: direction === 1 ? aside : lengthM - aside,
    distanceM: share * lengthM,
    stops: 2,
    spikeShare: 1e-3,
    gaps: random.uniform() < 0.2 ? 1 : 0,
    departures: detours
      ? [
          {
            kind: 'detour',
            atM: share * lengthM * random.uniform(0.1, 0.8),
            spanM: 150,
            lateralM: random.uniform() < 0.5 ? 60 : -60,
          },
        ]
      : [],
    startAtMs: dayOf(n),
  })
  return { id: `walk-${n}`, track: deriveTrack(fixes) }
}
