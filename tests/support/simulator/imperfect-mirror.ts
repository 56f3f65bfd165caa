import type { Position } from 'geojson'
import { measureLine, toPath } from '../../../src/domain/geo/chainage.ts'
import { fromPlane } from '../../../src/domain/geo/plane.ts'
import { createRandom, mixSeed } from './random.ts'
import type { MadeTrail } from './trail-shapes.ts'

/** Share of a trail's end that runs back along its beginning. */
const RETURN_SHARE: Partial<Record<MadeTrail['shape'], number>> = {
  'out-and-back': 0.5,
  lollipop: 0.2,
}
/** The way back keeps this far to the other side, on average and at most, metres. */
const BESIDE_M = 3
const SWAY_M = 3
const TAPER_M = 60

/**
 * The same trail, but nobody comes back in his own footsteps: where it returns along itself, the way
 * back lies up to 6 m beside the way out. Other trails stay as they are.
 */
export function imperfectMirror(trail: MadeTrail, seed: number): MadeTrail {
  const share = RETURN_SHARE[trail.shape]
  if (!share) return trail
  const random = createRandom(mixSeed(seed, 606))
  const { plane, path } = measureLine(trail.line)
  const fromM = path.lengthM * (1 - share)
  const [phase, wave] = [random.uniform(0, 2 * Math.PI), random.uniform(150, 400)]
  const xs = path.xs.slice()
  const ys = path.ys.slice()
  path.chainageM.forEach((m, k) => {
    const taper = Math.max(0, Math.min(1, (m - fromM) / TAPER_M, (path.lengthM - m) / TAPER_M))
    const asideM = taper * (BESIDE_M + SWAY_M * Math.sin((2 * Math.PI * m) / wave + phase))
    const [a, b] = [Math.max(0, k - 2), Math.min(xs.length - 1, k + 2)]
    const dx = path.xs[b]! - path.xs[a]!
    const dy = path.ys[b]! - path.ys[a]!
    const length = Math.hypot(dx, dy) || 1
    xs[k]! -= (asideM * dy) / length
    ys[k]! += (asideM * dx) / length
  })
  const beside = toPath(xs, ys)
  const line = Array.from(beside.xs, (x, k): Position => {
    const [lon, lat] = fromPlane(plane, x, beside.ys[k]!)
    return [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]
  })
  return { ...trail, line }
}
