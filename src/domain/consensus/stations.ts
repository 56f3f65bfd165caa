import { resamplePath, toPath, type Path } from '../geo/chainage.ts'

/** Distance between two stations of a consensus line. */
export const STATION_M = 4
/** Lines longer than 500 km are no walk; the bound keeps hostile files cheap. */
const MOST_STATIONS = 100_000
/** The tangent at a station is taken over this many stations on each side. */
const TANGENT_REACH = 2
/** A ring whose ends are nearer than this, and go on in the same direction, has no ends. */
const RING_CLOSES_WITHIN_M = 30

/**
 * The line under construction: places every 4 m. Station index times the step is the chainage, so
 * the stations are laid again after every change of shape. (Smoothing shortens a line; stations that
 * keep their old chainage drift away from what was measured, and rounds of averaging then seem to
 * converge when they have only lost their support.)
 */
export interface Stations {
  readonly path: Path
  readonly stepM: number
  readonly txs: Float64Array
  readonly tys: Float64Array
  /** The line is a ring that passes its seam without turning round. */
  readonly ring: boolean
}

/** Lays stations along a path. */
export function layStations(source: Path): Stations {
  const path = resamplePath(source, Math.max(STATION_M, source.lengthM / MOST_STATIONS))
  const { xs, ys } = path
  const count = xs.length
  const ring = isRing(path)
  const txs = new Float64Array(count)
  const tys = new Float64Array(count)
  for (let k = 0; k < count; k += 1) {
    const from = neighbour(k - TANGENT_REACH, count, ring)
    const to = neighbour(k + TANGENT_REACH, count, ring)
    const dx = xs[to]! - xs[from]!
    const dy = ys[to]! - ys[from]!
    const length = Math.hypot(dx, dy) || 1
    txs[k] = dx / length
    tys[k] = dy / length
  }
  return { path, stepM: path.lengthM / (count - 1), txs, tys, ring }
}

/** Index of a neighbour: round a ring (whose first and last station are one place), else clamped. */
export function neighbour(index: number, count: number, ring: boolean): number {
  if (!ring) return Math.min(count - 1, Math.max(0, index))
  const around = count - 1
  return ((index % around) + around) % around
}

/** The stations moved sideways, to the left of the line when positive. */
export function moveSideways({ path, txs, tys }: Stations, offsetM: Float64Array): Path {
  const xs = path.xs.map((x, k) => x - tys[k]! * offsetM[k]!)
  const ys = path.ys.map((y, k) => y + txs[k]! * offsetM[k]!)
  return toPath(xs, ys)
}

function isRing({ xs, ys, lengthM }: Path): boolean {
  const last = xs.length - 1
  if (lengthM < 200) return false
  if (Math.hypot(xs[last]! - xs[0]!, ys[last]! - ys[0]!) > RING_CLOSES_WITHIN_M) return false
  const reach = Math.min(6, last)
  const outX = xs[reach]! - xs[0]!
  const outY = ys[reach]! - ys[0]!
  const inX = xs[last]! - xs[last - reach]!
  const inY = ys[last]! - ys[last - reach]!
  return outX * inX + outY * inY > 0
}
