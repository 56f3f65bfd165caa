import type { PointM } from '../../../src/domain/geo/plane.ts'
import { createRandom } from '../../../tests/support/simulator/random.ts'
import { apartM, bend, between, drawn, lineOf, type Drawn, type Village } from './land.ts'

const STEP_M = 140
type Edge = readonly [number, number]

/** Roads from village to village, lanes that end at a farm, tracks across the fields. All invented. */
export function drawRoads(villages: readonly Village[]): Drawn[] {
  const edges = neighbours(villages)
  const large = largeRoads(villages, edges)
  const roads = edges.map(([a, b]) => {
    const isLarge = large.has(nameOf(a, b))
    return drawn('roads', isLarge ? 7 : 9, way(villages[a]!, villages[b]!), {
      kind: isLarge ? 'major_road' : 'minor_road',
    })
  })
  return [...roads, ...lanes(villages), ...tracks(villages, edges)]
}

function way(a: PointM, b: PointM): ReturnType<typeof lineOf> {
  return lineOf(
    between(a, b, STEP_M).map((point, i, all) => {
      // The ends stay where the villages are.
      const ease = Math.min(1, i / 4, (all.length - 1 - i) / 4)
      return bend(point, ease)
    }),
  )
}

/** Two villages are neighbours when none lies in the circle between them (Gabriel and Sokal, 1969). */
function neighbours(villages: readonly Village[]): Edge[] {
  const edges: Edge[] = []
  for (const [a, from] of villages.entries()) {
    for (let b = a + 1; b < villages.length; b += 1) {
      const to = villages[b]!
      const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
      const reach = apartM(from, to) / 2
      const isFree = villages.every(
        (other, i) => i === a || i === b || apartM(other, middle) >= reach,
      )
      if (isFree) edges.push([a, b])
    }
  }
  return edges
}

const nameOf = (a: number, b: number) => (a < b ? `${a}-${b}` : `${b}-${a}`)

/** The shortest ways from town to town along the small roads. */
function largeRoads(villages: readonly Village[], edges: readonly Edge[]): ReadonlySet<string> {
  const towns = villages.flatMap(({ isTown }, i) => (isTown ? [i] : []))
  const used = new Set<string>()
  for (const from of towns) {
    const before = shortestWays(villages, edges, from)
    const nearest = towns
      .filter((to) => to !== from)
      .sort((a, b) => apartM(villages[from]!, villages[a]!) - apartM(villages[from]!, villages[b]!))
    for (const to of nearest.slice(0, 2)) {
      for (let at = to; before.get(at) !== undefined; at = before.get(at)!) {
        used.add(nameOf(at, before.get(at)!))
      }
    }
  }
  return used
}

/** For each village, the one before it on the way from `start` (Dijkstra, 1959). */
function shortestWays(
  villages: readonly Village[],
  edges: readonly Edge[],
  start: number,
): ReadonlyMap<number, number> {
  const farM = villages.map((_, i) => (i === start ? 0 : Infinity))
  const before = new Map<number, number>()
  const open = new Set(villages.keys())
  while (open.size > 0) {
    const here = [...open].reduce((best, one) => (farM[one]! < farM[best]! ? one : best))
    open.delete(here)
    for (const [a, b] of edges) {
      const next = a === here ? b : b === here ? a : null
      if (next === null) continue
      const reach = farM[here]! + apartM(villages[here]!, villages[next]!)
      if (reach >= farM[next]!) continue
      farM[next] = reach
      before.set(next, here)
    }
  }
  return before
}

function lanes(villages: readonly Village[]): Drawn[] {
  const random = createRandom(55_021)
  return villages.flatMap((village) =>
    Array.from({ length: village.isTown ? 7 : 4 }, (_, i) => {
      const angle = (i + random.uniform(0.1, 0.9)) * ((2 * Math.PI) / (village.isTown ? 7 : 4))
      const reach = random.uniform(700, 2_100)
      const end = {
        x: village.x + reach * Math.cos(angle),
        y: village.y + reach * Math.sin(angle),
      }
      return drawn('roads', 12, way(village, end), { kind: 'minor_road', kind_detail: 'service' })
    }),
  )
}

/** Tracks leave a road somewhere on its way and end in the fields. */
function tracks(villages: readonly Village[], edges: readonly Edge[]): Drawn[] {
  const random = createRandom(55_022)
  return edges.flatMap(([a, b]) => {
    const points = between(villages[a]!, villages[b]!, STEP_M)
    if (points.length < 12) return []
    return [0.3, 0.68].map((share) => {
      const start = bend(points[Math.round(share * (points.length - 1))]!)
      const angle = random.uniform(0, 2 * Math.PI)
      const reach = random.uniform(500, 1_700)
      const end = { x: start.x + reach * Math.cos(angle), y: start.y + reach * Math.sin(angle) }
      const points2 = between(start, end, 90).map((point, i) =>
        bend(point, Math.min(1, i / 4) * 0.9),
      )
      const first = points2[0]!
      return drawn('roads', 12, lineOf([first, ...points2.slice(1)]), {
        kind: 'path',
        kind_detail: 'track',
      })
    })
  })
}
