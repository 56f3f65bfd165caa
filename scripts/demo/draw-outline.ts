import { createPlane, fromPlane, toPlane, type PointM } from '../../src/domain/geo/plane.ts'

const BEYOND_M = 3_200

/**
 * An outline of our own: a soft line around the communes' centres, some three kilometres outside of
 * them. It is no administrative boundary.
 */
export function drawOutline(centres: readonly (readonly [number, number])[]): object {
  const plane = createPlane(-0.66, 43.67)
  const corners = centres.flatMap(([lon, lat]) => {
    const { x, y } = toPlane(plane, lon, lat)
    return Array.from({ length: 16 }, (_, i) => ({
      x: x + BEYOND_M * Math.cos((i * Math.PI) / 8),
      y: y + BEYOND_M * Math.sin((i * Math.PI) / 8),
    }))
  })
  const ring = soften(soften(hull(corners))).map(({ x, y }) =>
    fromPlane(plane, x, y).map((value) => Math.round(value * 1e4) / 1e4),
  )
  return { type: 'Polygon', coordinates: [[...ring, ring[0]]] }
}

/** The convex hull, counter-clockwise (Andrew, 1979). */
function hull(points: readonly PointM[]): PointM[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  const half = (list: readonly PointM[]): PointM[] => {
    const kept: PointM[] = []
    for (const point of list) {
      while (kept.length > 1 && turn(kept.at(-2)!, kept.at(-1)!, point) <= 0) kept.pop()
      kept.push(point)
    }
    return kept.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.reverse())]
}

function turn(a: PointM, b: PointM, c: PointM): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/** Cuts every corner at a quarter of its sides (Chaikin, 1974). */
function soften(ring: readonly PointM[]): PointM[] {
  return ring.flatMap((point, i) => {
    const next = ring[(i + 1) % ring.length]!
    const at = (share: number): PointM => ({
      x: point.x + (next.x - point.x) * share,
      y: point.y + (next.y - point.y) * share,
    })
    return [at(0.25), at(0.75)]
  })
}
