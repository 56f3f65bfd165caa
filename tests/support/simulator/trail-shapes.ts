import type { Position } from 'geojson'
import { createPlane, fromPlane } from '../../../src/domain/geo/plane.ts'
import { createRandom, mixSeed, type Random } from './random.ts'

export const TRAIL_SHAPES = [
  'linear',
  'loop',
  'out-and-back',
  'lollipop',
  'figure-8',
  'switchbacks',
] as const
export type TrailShape = (typeof TRAIL_SHAPES)[number]

/** A made-up trail. Walking it backwards is the same walk when it is `symmetric`. */
export interface MadeTrail {
  readonly shape: TrailShape
  readonly line: readonly Position[]
  readonly symmetric: boolean
}

interface Point {
  readonly x: number
  readonly y: number
}

const VERTEX_M = 4
/** In Chalosse: the made-up trails start here. */
const ORIGIN = { lon: -0.6, lat: 43.68 }

/** Makes a trail of roughly `lengthM`, curved at random like a path on the ground. */
export function makeTrail(shape: TrailShape, seed: number, lengthM = 6000): MadeTrail {
  const random = createRandom(mixSeed(seed, TRAIL_SHAPES.indexOf(shape) + 1))
  const turn = random.uniform(0, 2 * Math.PI)
  const points = drawShape(shape, lengthM, random).map(({ x, y }) => ({
    x: x * Math.cos(turn) - y * Math.sin(turn),
    y: x * Math.sin(turn) + y * Math.cos(turn),
  }))
  const plane = createPlane(ORIGIN.lon, ORIGIN.lat)
  const line = everyMetres(points, VERTEX_M).map(({ x, y }) => {
    const [lon, lat] = fromPlane(plane, x, y)
    return [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]
  })
  return { shape, line, symmetric: shape === 'out-and-back' }
}

function drawShape(shape: TrailShape, lengthM: number, random: Random): Point[] {
  switch (shape) {
    case 'linear':
      return wander(random, lengthM)
    case 'out-and-back': {
      const out = wander(random, lengthM / 2)
      return [...out, ...out.slice(0, -1).reverse()]
    }
    case 'loop':
      return ring(random, lengthM)
    case 'lollipop': {
      const loop = ring(random, lengthM * 0.6)
      const stem = approach(random, lengthM * 0.2, loop[0]!)
      return [...stem, ...loop.slice(1), ...stem.slice(0, -1).reverse()]
    }
    case 'figure-8':
      return figureEight(random, lengthM)
    case 'switchbacks':
      return switchbacks(random, lengthM)
  }
}

/** Sideways waves whose sum looks like a path: bends of some 30 m radius and wider. */
function waves(random: Random, lengthM: number): (alongM: number) => number {
  const parts = [90, 140, 230, 400, 900].map((wave) => ({
    k: (2 * Math.PI) / (wave * random.uniform(0.85, 1.15)),
    amplitude: wave * random.uniform(0.015, 0.035),
    phase: random.uniform(0, 2 * Math.PI),
  }))
  const fade = (m: number): number => Math.min(1, m / 60, (lengthM - m) / 60)
  return (m) =>
    Math.max(0, fade(m)) *
    parts.reduce((sum, { k, amplitude, phase }) => sum + amplitude * Math.sin(k * m + phase), 0)
}

function wander(random: Random, lengthM: number): Point[] {
  const sideways = waves(random, lengthM)
  const bow = random.uniform(-0.00008, 0.00008)
  const points: Point[] = []
  for (let x = 0; x <= lengthM; x += 2) points.push({ x, y: sideways(x) + bow * x * (lengthM - x) })
  return points
}

function ring(random: Random, lengthM: number): Point[] {
  const radius = lengthM / (2 * Math.PI * 1.06)
  const squash = random.uniform(0.75, 1)
  const sideways = waves(random, lengthM)
  const points: Point[] = []
  for (let m = 0; m <= lengthM; m += 2) {
    const angle = (2 * Math.PI * m) / lengthM
    const r = radius + sideways(m) + radius * 0.12 * (1 - Math.cos(3 * angle))
    points.push({ x: r * Math.cos(angle), y: squash * r * Math.sin(angle) })
  }
  points[points.length - 1] = points[0]!
  return points
}

function approach(random: Random, lengthM: number, to: Point): Point[] {
  const sideways = waves(random, lengthM)
  const points: Point[] = []
  for (let m = lengthM; m >= 0; m -= 2) points.push({ x: to.x + m, y: to.y + sideways(m) })
  return [...points.slice(0, -1), to]
}

function figureEight(random: Random, lengthM: number): Point[] {
  const sideways = waves(random, lengthM)
  const size = lengthM / 6.3
  const points: Point[] = []
  for (let m = 0; m <= lengthM; m += 2) {
    const t = (2 * Math.PI * m) / lengthM + Math.PI / 4
    const x = size * Math.sin(t)
    const y = size * Math.sin(t) * Math.cos(t)
    points.push({ x: x + 0.6 * sideways(m), y: y + 0.6 * sideways(lengthM - m) })
  }
  points[points.length - 1] = points[0]!
  return points
}

/** Legs of 100 to 160 m, 20 m apart, between two stretches of ordinary path. */
function switchbacks(random: Random, lengthM: number): Point[] {
  const spacing = 20
  const before = wander(random, lengthM * 0.35)
  const start = before.at(-1)!
  const points = [...before]
  let done = 0
  let level = 0
  const leg = random.uniform(100, 160)
  while (done < lengthM * 0.3) {
    const y0 = start.y + level * spacing
    const forth = level % 2 === 0
    for (let m = 0; m <= leg; m += 2) {
      points.push({ x: start.x + (forth ? m : leg - m), y: y0 + 2 * Math.sin(m / 25 + level) })
    }
    const centre = { x: start.x + (forth ? leg : 0), y: y0 + spacing / 2 }
    for (let a = 15; a < 180; a += 15) {
      const angle = ((a - 90) * Math.PI) / 180
      points.push({
        x: centre.x + (forth ? 1 : -1) * (spacing / 2) * Math.cos(angle),
        y: centre.y + (spacing / 2) * Math.sin(angle),
      })
    }
    done += leg + (Math.PI * spacing) / 2
    level += 1
  }
  const from = points.at(-1)!
  const heading = level % 2 === 0 ? 1 : -1
  for (const { x, y } of wander(random, lengthM * 0.35)) {
    points.push({ x: from.x + heading * x, y: from.y + 6 + Math.abs(y) + x * 0.3 })
  }
  return points
}

/** The same polyline with a vertex every `stepM`, its last point kept. */
function everyMetres(points: readonly Point[], stepM: number): Point[] {
  const result: Point[] = [points[0]!]
  let last = points[0]!
  for (const point of points.slice(1)) {
    for (;;) {
      const distance = Math.hypot(point.x - last.x, point.y - last.y)
      if (distance < stepM) break
      const share = stepM / distance
      last = { x: last.x + (point.x - last.x) * share, y: last.y + (point.y - last.y) * share }
      result.push(last)
    }
  }
  const end = points.at(-1)!
  if (Math.hypot(end.x - last.x, end.y - last.y) > 0.5) result.push(end)
  else result[result.length - 1] = end
  return result
}
