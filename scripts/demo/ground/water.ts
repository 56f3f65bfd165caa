import { createRandom } from '../../../tests/support/simulator/random.ts'
import type { PointM } from '../../../src/domain/geo/plane.ts'
import { apartM, areaOf, drawn, HALF_M, heightAt, lineOf, type Drawn } from './land.ts'

const STEP_M = 110
const GAP_M = 2_100
const JOIN_M = 220
const SHORTEST = 8
const RIVER_FROM = 26

interface Stream {
  readonly points: PointM[]
  /** How many streams end in it, itself counted. */
  order: number
  into: Stream | null
}

/** Streams that follow the invented relief down to the west and join; ponds beside some of them. */
export function drawWater(isInside: (at: PointM) => boolean): Drawn[] {
  const random = createRandom(20_261_123)
  const streams: Stream[] = []
  const met = new Map<string, { stream: Stream; at: PointM }>()
  const cell = ({ x, y }: PointM) => `${Math.round(x / JOIN_M)},${Math.round(y / JOIN_M)}`
  // From the east, where the land is high: a stream that comes later finds those below it.
  for (let x = HALF_M.x; x > -HALF_M.x; x -= GAP_M) {
    for (let y = -HALF_M.y; y < HALF_M.y; y += GAP_M) {
      const source = { x: x + random.normal() * 500, y: y + random.normal() * 500 }
      const stream: Stream = { points: [source], order: 1, into: null }
      const own = new Map<string, { stream: Stream; at: PointM }>()
      let at = source
      let heading: PointM = { x: -1, y: 0 }
      for (let i = 0; i < 900 && isInside(at); i += 1) {
        const known = met.get(cell(at))
        if (known) {
          stream.points.push(known.at)
          stream.into = known.stream
          break
        }
        own.set(cell(at), { stream, at })
        heading = downhill(at, heading)
        at = { x: at.x + heading.x * STEP_M, y: at.y + heading.y * STEP_M }
        stream.points.push(at)
      }
      if (stream.points.length < SHORTEST) continue
      for (const [key, value] of own) met.set(key, value)
      streams.push(stream)
    }
  }
  for (const { order, into } of [...streams].reverse()) if (into) into.order += order
  return [
    ...streams.map(({ points, order }) =>
      drawn('water', order >= RIVER_FROM ? 7 : order > 2 ? 10 : 12, lineOf(softened(points)), {
        kind: order >= RIVER_FROM ? 'river' : 'stream',
      }),
    ),
    ...ponds(streams, random),
  ]
}

/** Down, but with the water's own momentum: it does not turn on the spot. */
function downhill(at: PointM, heading: PointM): PointM {
  const reach = 160
  const dx = heightAt({ x: at.x + reach, y: at.y }) - heightAt({ x: at.x - reach, y: at.y })
  const dy = heightAt({ x: at.x, y: at.y + reach }) - heightAt({ x: at.x, y: at.y - reach })
  const steep = Math.hypot(dx, dy) || 1
  // Always some way to the west: a hollow must not catch it.
  const x = Math.min(-0.3, heading.x * 0.72 - (0.5 * dx) / steep - 0.12)
  const y = heading.y * 0.72 - (0.5 * dy) / steep
  const length = Math.hypot(x, y) || 1
  return { x: x / length, y: y / length }
}

function softened(points: readonly PointM[]): PointM[] {
  return points.map((point, i) => {
    const before = points[i - 1]
    const after = points[i + 1]
    if (!before || !after) return point
    return { x: (before.x + 2 * point.x + after.x) / 4, y: (before.y + 2 * point.y + after.y) / 4 }
  })
}

function ponds(streams: readonly Stream[], random: ReturnType<typeof createRandom>): Drawn[] {
  const placed: PointM[] = []
  for (const { points } of streams) {
    if (random.uniform() > 0.3) continue
    const at = random.pick(points)
    if (placed.every((other) => apartM(at, other) > 1_500)) placed.push(at)
  }
  return placed.map((at) =>
    drawn('water', 10, areaOf(blob(at, random.uniform(60, 190), random)), { kind: 'lake' }),
  )
}

/** A round thing with bays: a pond, a wood, a meadow. */
export function blob(
  { x, y }: PointM,
  radiusM: number,
  random: ReturnType<typeof createRandom>,
): PointM[] {
  const bays = [2, 3, 5].map((k) => ({
    k,
    size: random.uniform(0.06, 0.34) / Math.sqrt(k),
    phase: random.uniform(0, 6.28),
  }))
  const squeeze = random.uniform(0.65, 1)
  const turn = random.uniform(0, 3.14)
  const corners = Math.max(10, Math.min(26, Math.round(radiusM / 22)))
  return Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners
    const reach =
      radiusM *
      (1 + bays.reduce((sum, { k, size, phase }) => sum + size * Math.sin(k * angle + phase), 0))
    const along = reach * Math.cos(angle)
    const across = reach * squeeze * Math.sin(angle)
    return {
      x: x + along * Math.cos(turn) - across * Math.sin(turn),
      y: y + along * Math.sin(turn) + across * Math.cos(turn),
    }
  })
}
