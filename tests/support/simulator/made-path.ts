import type { Position } from 'geojson'
import { createPlane, fromPlane } from '../../../src/domain/geo/plane.ts'
import { createRandom, mixSeed, type Random } from './random.ts'

/** The three kinds of path on which the averaging of lines is compared in the literature. */
export const PATH_KINDS = ['straight', 'sinuous', 'hairpins'] as const
export type PathKind = (typeof PATH_KINDS)[number]

const ORIGIN = { lon: -0.6, lat: 43.68 }
const STEP_M = 2

interface Walker {
  readonly points: { x: number; y: number }[]
  heading: number
}

/**
 * A path of a few hundred metres to some kilometres. `hairpins`: legs of 50 to 140 m that lie 13 to
 * 25 m apart and are joined by half circles, as on a steep slope.
 */
export function makePath(kind: PathKind, seed: number, lengthM: number): Position[] {
  const random = createRandom(mixSeed(seed, 900 + PATH_KINDS.indexOf(kind)))
  const walker: Walker = { points: [{ x: 0, y: 0 }], heading: random.uniform(0, 2 * Math.PI) }
  if (kind === 'straight') wander(walker, random, lengthM, 400)
  else if (kind === 'sinuous') wander(walker, random, lengthM, 35)
  else climbInHairpins(walker, random, lengthM)
  const plane = createPlane(ORIGIN.lon, ORIGIN.lat)
  return walker.points.map(({ x, y }) => fromPlane(plane, x, y))
}

function step(walker: Walker): void {
  const { x, y } = walker.points.at(-1)!
  walker.points.push({
    x: x + STEP_M * Math.cos(walker.heading),
    y: y + STEP_M * Math.sin(walker.heading),
  })
}

/** Bends to either side in turn, each of a radius not under `radiusM`. */
function wander(walker: Walker, random: Random, lengthM: number, radiusM: number): void {
  let side = 1
  for (let doneM = 0; doneM < lengthM;) {
    const radius = radiusM * random.uniform(1, 2.5)
    const bendM = Math.min(lengthM - doneM, radius * random.uniform(0.7, 1.6))
    for (let m = 0; m < bendM; m += STEP_M) {
      const ease = Math.sin((Math.PI * m) / bendM)
      walker.heading += (side * ease * 1.5 * STEP_M) / radius
      step(walker)
    }
    doneM += bendM
    side = -side
  }
}

function climbInHairpins(walker: Walker, random: Random, lengthM: number): void {
  let side = 1
  for (let doneM = 0; doneM < lengthM;) {
    const legM = random.uniform(50, 140)
    const sway = random.uniform(-0.004, 0.004)
    for (let m = 0; m < legM; m += STEP_M) {
      walker.heading += sway * Math.cos((2 * Math.PI * m) / legM) * STEP_M
      step(walker)
    }
    const radius = random.uniform(13, 25) / 2
    const turn = Math.PI - random.uniform(0, 0.12)
    for (let angle = 0; angle < turn; angle += STEP_M / radius) {
      walker.heading += (side * STEP_M) / radius
      step(walker)
    }
    doneM += legM + radius * turn
    side = -side
  }
}
