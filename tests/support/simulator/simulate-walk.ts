import type { Position } from 'geojson'
import { measureLine } from '../../../src/domain/geo/chainage.ts'
import type { Fix } from '../../../src/domain/geo/fix.ts'
import { fromPlane } from '../../../src/domain/geo/plane.ts'
import { altitudeNoise, positionNoise, type Altimeter, type Environment } from './gps-noise.ts'
import { createRandom, mixSeed } from './random.ts'
import type { Terrain } from './terrain.ts'
import { planWay, type Departure, type TrueDeparture, type Way } from './walked-way.ts'

export interface WalkOptions {
  readonly seed: number
  readonly environment?: Environment
  /** 1 as drawn, -1 reversed. */
  readonly direction?: 1 | -1
  /** Where the walk begins and how far it goes along the trail; the whole trail when absent. */
  readonly startM?: number
  readonly distanceM?: number
  /** Seconds between fixes. */
  readonly samplingS?: number
  readonly speedMS?: number
  /** Number of pauses, and how long they last, seconds. */
  readonly stops?: number
  readonly stopS?: readonly [number, number]
  /** Share of fixes that are thrown 60 to 260 m away. */
  readonly spikeShare?: number
  /** Number of holes in the recording, each 150 to 500 m of walking. */
  readonly gaps?: number
  readonly departures?: readonly Departure[]
  readonly altimeter?: Altimeter
  readonly terrain?: Terrain
  /** Added by receivers that give heights above the ellipsoid: +44 to +54 m in France. */
  readonly geoidM?: number
  readonly startAtMs?: number
  /** A phone whose clock is wrong by so much, and which sets it right `clockSetAfterS` later. */
  readonly clockErrorMs?: number
  readonly clockSetAfterS?: number
}

/** What really happened at one fix. */
export interface TrueFix {
  readonly x: number
  readonly y: number
  /** Chainage on the trail; on a detour, of the place the detour runs around. */
  readonly alongM: number
  /** True distance to the trail: 0 except on a departure from it. */
  readonly offTrailM: number
  readonly spike: boolean
  readonly stopped: boolean
}

export interface WalkTruth {
  readonly direction: 1 | -1
  readonly fixes: readonly TrueFix[]
  readonly departures: Way['departures']
  /** Parts of the trail passed while nothing was recorded, `[from, to]` in the order of walking. */
  readonly gaps: readonly (readonly [number, number])[]
  readonly distanceM: number
  readonly movingS: number
  readonly elapsedS: number
  /** Climbed on the noise-free profile of the way, every rise counted. */
  readonly ascentM: number
  readonly descentM: number
}

const STEP_S = 1

/**
 * A walk along a line, as a phone records it, and what really happened. The same options give the
 * same walk. The truth is the simulator's own state: it asks nothing of the code under test except
 * the projection, which has an oracle of its own.
 */
export function simulateWalk(
  line: readonly Position[],
  options: WalkOptions,
): { readonly fixes: Fix[]; readonly truth: WalkTruth } {
  const random = createRandom(mixSeed(options.seed, 4242))
  const environment = options.environment ?? 'mixed'
  const trail = measureLine(line)
  const way = planWay(trail, options)
  const speedMS = options.speedMS ?? 1.25 * (1 + 0.15 * Math.max(-2, Math.min(2, random.normal())))
  const stops = pickPlaces(options.stops ?? 0, way.lengthM, () => random.uniform()).map((atM) => ({
    atM,
    leftS: Math.round(random.uniform(...(options.stopS ?? ([60, 400] as const)))),
  }))
  const holes = pickPlaces(options.gaps ?? 0, way.lengthM - 600, () => random.uniform())
    .map((atM) => [atM + 50, atM + 50 + random.uniform(150, 500)] as const)
    .filter((hole) => !way.departures.some((departure) => overlaps(hole, departure)))
  const noise = positionNoise(environment, createRandom(mixSeed(options.seed, 1)))
  const altitude =
    options.altimeter &&
    altitudeNoise(options.altimeter, createRandom(mixSeed(options.seed, 2)), options.geoidM)
  const startAtMs = options.startAtMs ?? Date.UTC(2026, 4, 3, 8)
  const samplingS = options.samplingS ?? 1
  const spikeShare = options.spikeShare ?? 0
  const fixes: Fix[] = []
  const trueFixes: TrueFix[] = []
  let walkedM = 0
  let movingS = 0
  let elapsedS = 0
  for (; ; elapsedS += STEP_S) {
    const stop = stops.find(({ atM, leftS }) => atM <= walkedM && leftS > 0)
    if (stop) stop.leftS -= STEP_S
    else if (elapsedS > 0) {
      walkedM += speedMS * STEP_S * (1 + 0.1 * random.normal())
      movingS += STEP_S
    }
    if (walkedM > way.lengthM) break
    const here = way.at(walkedM)
    const error = noise(STEP_S)
    const height = altitude ? altitude(STEP_S) : 0
    if (elapsedS % samplingS !== 0) continue
    if (holes.some(([from, to]) => walkedM >= from && walkedM < to)) continue
    const spike = random.uniform() < spikeShare
    const leap = spike ? random.uniform(60, 260) : 0
    const angle = random.uniform(0, 2 * Math.PI)
    const [lon, lat] = fromPlane(
      trail.plane,
      here.x + error.dx + leap * Math.cos(angle),
      here.y + error.dy + leap * Math.sin(angle),
    )
    const wrongMs =
      elapsedS < (options.clockSetAfterS ?? Infinity) ? (options.clockErrorMs ?? 0) : 0
    fixes.push({
      lon: Math.round(lon * 1e7) / 1e7,
      lat: Math.round(lat * 1e7) / 1e7,
      atMs: startAtMs + elapsedS * 1000 + wrongMs,
      accuracyM: Math.round(10 * ACCURACY_M[environment] * Math.exp(0.2 * random.normal())) / 10,
      ...(altitude
        ? { eleM: Math.round(10 * ((options.terrain?.(here.x, here.y) ?? 100) + height)) / 10 }
        : {}),
    })
    trueFixes.push({ ...here, spike, stopped: stop !== undefined })
  }
  const gaps = holes.map(([from, to]) => [way.at(from).alongM, way.at(to).alongM] as const)
  const truth = {
    direction: options.direction ?? 1,
    fixes: trueFixes,
    departures: way.departures,
    gaps,
    distanceM: way.lengthM,
    movingS,
    elapsedS,
    ...climbOf(way, options.terrain),
  }
  return { fixes, truth }
}

/** A departure in a hole of the recording cannot be seen by anybody. */
function overlaps([from, to]: readonly [number, number], departure: TrueDeparture): boolean {
  return from < departure.startsAtM + departure.walkedM + 50 && to > departure.startsAtM - 50
}

const ACCURACY_M: Record<Environment, number> = { open: 4, mixed: 6, forest: 11 }

function pickPlaces(count: number, lengthM: number, uniform: () => number): number[] {
  return Array.from({ length: count }, (_, i) => ((i + 0.2 + 0.6 * uniform()) * lengthM) / count)
}

function climbOf(way: Way, terrain?: Terrain): { ascentM: number; descentM: number } {
  let ascentM = 0
  let descentM = 0
  if (!terrain) return { ascentM, descentM }
  let before = NaN
  for (let m = 0; m <= way.lengthM; m += 2) {
    const { x, y } = way.at(m)
    const height = terrain(x, y)
    if (height > before) ascentM += height - before
    if (height < before) descentM += before - height
    before = height
  }
  return { ascentM, descentM }
}
