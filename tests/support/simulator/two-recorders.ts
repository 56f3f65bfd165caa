import { measureLine } from '../../../src/domain/geo/chainage.ts'
import type { TimedFix } from '../../../src/domain/geo/fix-clock.ts'
import type { Fix } from '../../../src/domain/geo/fix.ts'
import { fromPlane } from '../../../src/domain/geo/plane.ts'
import { positionNoise } from './gps-noise.ts'
import { createRandom, mixSeed } from './random.ts'
import { simulateWalk } from './simulate-walk.ts'
import { makeTrail, type TrailShape } from './trail-shapes.ts'

/** One walk, heard by a phone and by a watch with a clock of its own. */
export interface TwoRecorders {
  readonly phone: readonly (TimedFix & { readonly atMs: number })[]
  /** As its file has it: its own noise, its own rhythm, its own clock. */
  readonly watch: readonly (Fix & { readonly atMs: number })[]
  /** Where the walker really was, at the phone's instants. */
  readonly truth: readonly (readonly [lon: number, lat: number])[]
}

/** @param clockErrorMs what the watch's clock is ahead of the phone's */
export function twoRecorders(
  shape: TrailShape,
  seed: number,
  { clockErrorMs = 0, everyS = 3, lengthM = 4000 } = {},
): TwoRecorders {
  const { line } = makeTrail(shape, seed, lengthM)
  const { plane } = measureLine(line)
  const { fixes, truth } = simulateWalk(line, { seed, environment: 'open', stops: 1 })
  const noise = positionNoise('open', createRandom(mixSeed(seed, 77)))
  const places = truth.fixes.map(({ x, y }) => fromPlane(plane, x, y))
  const watch = truth.fixes.flatMap(({ x, y }, i) => {
    const { dx, dy } = noise(1)
    if (i % everyS !== 0) return []
    const [lon, lat] = fromPlane(plane, x + dx, y + dy)
    return [{ lon, lat, atMs: fixes[i]!.atMs! + clockErrorMs }]
  })
  return { phone: fixes.map((fix) => ({ ...fix, atMs: fix.atMs! })), watch, truth: places }
}

/** The phone's fixes without those from the share `from` to the share `to` of the walk. */
export function cut<F>(fixes: readonly F[], from: number, to: number): F[] {
  return fixes.filter((_, i) => i < fixes.length * from || i >= fixes.length * to)
}
