import Flatbush from 'flatbush'
import type { Position } from 'geojson'
import { measureLine, resamplePath, toPath, type Path } from '../chainage.ts'
import type { Plane } from '../plane.ts'
import { calmed, calmLengths, calmLine, divideLine, trembles } from '../clean/calm-line.ts'
import { createBinGrid, type BinGrid } from './bin-grid.ts'
import { findFolds, REACH_M, type Folds } from './find-folds.ts'

/** Spacing of the places ("bins") at which a walker may be on the trail. */
export const BIN_M = 8
/** Lines longer than 480 km get longer bins; nobody walks them in one go. */
const MOST_BINS = 60_000
/** A trail whose ends are nearer than this is walked as a loop. */
const LOOP_CLOSES_WITHIN_M = 30
/** Rounds of (1 2 1) / 4 over the bins that take the trembling of a recorded line away: 16 m. */
const CALM_ROUNDS = 8

/**
 * A trail prepared for matching: equally spaced bins along it with their tangents.
 * Bin `j` lies at chainage `j * stepM`; on a closed trail the last bin is just before the seam.
 */
export interface TrailModel {
  readonly plane: Plane
  readonly path: Path
  readonly lengthM: number
  readonly closed: boolean
  readonly stepM: number
  readonly bins: {
    readonly xs: Float64Array
    readonly ys: Float64Array
    /** Unit tangent, in the direction in which the trail is drawn. */
    readonly txs: Float64Array
    readonly tys: Float64Array
  }
  /**
   * The least a walker covers up to each bin, metres: the chainage of the line without its trembling.
   * One entry more than bins on a closed trail: once round.
   */
  readonly leastM: Float64Array
  /** The same with no more calm than its trembling asks, for lengths; null for a line that is drawn. */
  readonly calmM: Float64Array | null
  readonly index: Flatbush
  /** The bins within 45 m of a place. */
  readonly grid: BinGrid
  /** Where the trail is one way with several passages. */
  readonly folds: Folds
  /** 1 where the trail runs back along itself, so that no walk can tell the two directions apart. */
  readonly mirrored: Uint8Array
}

/** Prepares a line of at least two distinct positions; throws a RangeError otherwise. */
export function buildTrailModel(positions: readonly Position[]): TrailModel {
  const { plane, path } = measureLine(positions)
  return modelOfPath(path, plane)
}

/** The same for a path that is already in a plane. */
export function modelOfPath(path: Path, plane: Plane): TrailModel {
  const { lengthM, xs, ys } = path
  if (!(lengthM > 0)) throw new RangeError('a trail needs two distinct positions')
  const closesM = Math.hypot(xs.at(-1)! - xs[0]!, ys.at(-1)! - ys[0]!)
  const closed = closesM < LOOP_CLOSES_WITHIN_M && lengthM > 4 * LOOP_CLOSES_WITHIN_M
  const even = resamplePath(path, Math.max(BIN_M, lengthM / MOST_BINS))
  const count = closed ? even.xs.length - 1 : even.xs.length
  const bins = {
    xs: even.xs.slice(0, count),
    ys: even.ys.slice(0, count),
    ...tangents(even, count),
  }
  const index = new Flatbush(count)
  for (let j = 0; j < count; j += 1) index.add(bins.xs[j]!, bins.ys[j]!)
  index.finish()
  const grid = createBinGrid(bins.xs, bins.ys, REACH_M)
  const stepM = lengthM / (even.xs.length - 1)
  const folds = findFolds({ ...bins, stepM, closed, grid })
  const leastM = leastLengths(even)
  const calmM = calmLengthsOf(path, even.xs.length)
  const mirrored = mirroredBins(folds, count)
  return { plane, path, lengthM, closed, stepM, bins, leastM, calmM, index, grid, folds, mirrored }
}

/** Signed chainage from one place to another; on a closed trail the shorter way round. */
export function chainageStepM(model: TrailModel, fromM: number, toM: number): number {
  const step = toM - fromM
  if (!model.closed) return step
  const half = model.lengthM / 2
  if (step > half) return step - model.lengthM
  if (step < -half) return step + model.lengthM
  return step
}

function tangents(path: Path, count: number): { txs: Float64Array; tys: Float64Array } {
  const txs = new Float64Array(count)
  const tys = new Float64Array(count)
  for (let j = 0; j < count; j += 1) {
    const from = Math.max(0, j - 1)
    const to = Math.min(path.xs.length - 1, j + 1)
    const dx = path.xs[to]! - path.xs[from]!
    const dy = path.ys[to]! - path.ys[from]!
    const length = Math.hypot(dx, dy) || 1
    txs[j] = dx / length
    tys[j] = dy / length
  }
  return { txs, tys }
}

function mirroredBins({ start, senses }: Folds, count: number): Uint8Array {
  const mirrored = new Uint8Array(count)
  for (let j = 0; j < count; j += 1) {
    for (let t = start[j]!; t < start[j + 1]!; t += 1) if (senses[t] === -1) mirrored[j] = 1
  }
  return mirrored
}

/** Cumulative length of the smoothed bins: what is left of a line when its noise is taken away. */
function leastLengths({ xs, ys }: Path): Float64Array {
  return toPath(calmed(xs, CALM_ROUNDS), calmed(ys, CALM_ROUNDS)).chainageM
}

function calmLengthsOf(path: Path, places: number): Float64Array | null {
  const divided = divideLine(path)
  if (!trembles(path, divided)) return null
  const chainagesM = Float64Array.from(
    { length: places },
    (_, k) => (path.lengthM * k) / (places - 1),
  )
  return calmLengths(calmLine(divided), chainagesM)
}
