import type { Position } from 'geojson'
import { measureLine } from '../../src/domain/geo/chainage.ts'
import { createPlane, fromPlane, toPlane } from '../../src/domain/geo/plane.ts'
import { createRandom, mixSeed } from '../../tests/support/simulator/random.ts'
import { makeTerrain, type Terrain } from '../../tests/support/simulator/terrain.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/** A line drawn by hand: metres east and north of its first place, smoothed into a path. */
export interface Drawing {
  readonly start: readonly [lon: number, lat: number]
  readonly points: readonly (readonly [number, number])[]
  /** The last point joins the first one. */
  readonly closed?: boolean
  /** Way in, walked again at the end: the stem of a lollipop, or the whole of an out-and-back. */
  readonly stem?: readonly (readonly [number, number])[]
  /** Where the pen slipped: a vertex thrown aside, as drafts have them. */
  readonly slip?: { readonly vertex: number; readonly byM: number }
  /** How hilly the made-up ground is, 1 when absent. */
  readonly relief?: number
}

const VERTEX_M = 14

/** The positions `[lon, lat, ele]` of a drawing. The same drawing and seed give the same line. */
export function drawLine(drawing: Drawing, seed: number): Position[] {
  const random = createRandom(mixSeed(seed, 31))
  const main = smooth(drawing.points, drawing.closed === true)
  const stem = drawing.stem ? smooth(drawing.stem, false) : []
  const wobble = waves(random)
  const way = [...stem, ...main, ...stem.slice().reverse()]
  const bent = evenly(way.map((point) => shift(point, wobble)))
  const { slip } = drawing
  if (slip) bent[slip.vertex] = { ...bent[slip.vertex]!, x: bent[slip.vertex]!.x + slip.byM }
  const plane = createPlane(drawing.start[0], drawing.start[1])
  const flat = bent.map(({ x, y }) => fromPlane(plane, x, y).map(six))
  const terrain = groundOf(seed, drawing.relief)
  const { plane: own } = measureLine(flat)
  return flat.map(([lon, lat]) => {
    const { x, y } = toPlane(own, lon!, lat!)
    return [lon!, lat!, Math.round(terrain(x, y) * 10) / 10]
  })
}

/** Made-up hills of the size of the Chalosse's, in the plane of the line. */
export function groundOf(seed: number, relief = 1): Terrain {
  const hills = makeTerrain('hilly', false, seed)
  return (x, y) => 78 + 0.42 * relief * (hills(x, y) - 180)
}

/** Centripetal-looking curve through the points (Catmull and Rom, 1974), a point every 5 m or so. */
function smooth(points: readonly (readonly [number, number])[], closed: boolean): Point[] {
  const count = points.length
  const at = (i: number): Point => {
    const index = closed ? ((i % count) + count) % count : Math.min(count - 1, Math.max(0, i))
    const [x, y] = points[index]!
    return { x, y }
  }
  const curve: Point[] = []
  const last = closed ? count : count - 1
  for (let i = 0; i < last; i += 1) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    const steps = Math.max(2, Math.ceil(Math.hypot(c.x - b.x, c.y - b.y) / 5))
    for (let k = 0; k < steps; k += 1) {
      const t = k / steps
      curve.push({ x: spline(a.x, b.x, c.x, d.x, t), y: spline(a.y, b.y, c.y, d.y, t) })
    }
  }
  curve.push(at(last))
  return curve
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  const cubic = 3 * b - a - 3 * c + d
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * cubic))
}

/** Sideways bends as a path has them; a place is always bent the same way, so ways back coincide. */
function waves(random: ReturnType<typeof createRandom>): (x: number, y: number) => Point {
  const parts = [170, 260, 430, 700].map((lengthM) => ({
    kx: ((2 * Math.PI) / lengthM) * random.uniform(0.6, 1.2),
    ky: ((2 * Math.PI) / lengthM) * random.uniform(0.6, 1.2),
    size: lengthM * random.uniform(0.028, 0.045),
    phase: random.uniform(0, 6),
  }))
  return (x, y) => ({
    x: parts.reduce((sum, { ky, size, phase }) => sum + size * Math.sin(ky * y + phase), 0),
    y: parts.reduce((sum, { kx, size, phase }) => sum + size * Math.sin(kx * x - phase), 0),
  })
}

function shift({ x, y }: Point, wobble: (x: number, y: number) => Point): Point {
  const bend = wobble(x, y)
  return { x: x + bend.x, y: y + bend.y }
}

function evenly(points: readonly Point[]): Point[] {
  const kept = [points[0]!]
  for (const point of points) {
    const last = kept.at(-1)!
    if (Math.hypot(point.x - last.x, point.y - last.y) >= VERTEX_M) kept.push(point)
  }
  const end = points.at(-1)!
  const last = kept.at(-1)!
  if (Math.hypot(end.x - last.x, end.y - last.y) > 3) kept.push(end)
  else kept[kept.length - 1] = end
  return kept
}

function six(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
