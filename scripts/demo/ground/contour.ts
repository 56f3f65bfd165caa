import type { PointM } from '../../../src/domain/geo/plane.ts'

type Field = (at: PointM) => number

/**
 * The outer edges of where a field is above zero, as closed rings (marching squares, Lorensen and Cline
 * 1987 in the plane). Clearings inside are left out; the rim of the ground counts as below zero.
 */
export function ringsAbove(
  field: Field,
  half: { readonly x: number; readonly y: number },
  stepM: number,
): PointM[][] {
  const columns = Math.floor((2 * half.x) / stepM)
  const rows = Math.floor((2 * half.y) / stepM)
  const at = (i: number, j: number): PointM => ({ x: i * stepM - half.x, y: j * stepM - half.y })
  const values = Array.from({ length: columns + 1 }, (_, i) =>
    Array.from({ length: rows + 1 }, (_, j) =>
      i === 0 || j === 0 || i === columns || j === rows ? -1 : field(at(i, j)) || -1e-9,
    ),
  )
  /** From the name of where an edge starts to where it goes. */
  const next = new Map<string, { readonly to: string; readonly point: PointM }>()
  const crossing = (a: readonly [number, number], b: readonly [number, number]) => {
    const [first, second] = a[0] < b[0] || a[1] < b[1] ? [a, b] : [b, a]
    const [v, w] = [values[first[0]]![first[1]]!, values[second[0]]![second[1]]!]
    const share = v / (v - w)
    const [p, q] = [at(...(first as [number, number])), at(...(second as [number, number]))]
    const point = { x: p.x + (q.x - p.x) * share, y: p.y + (q.y - p.y) * share }
    return { name: `${first.join(',')}-${second.join(',')}`, point }
  }
  for (let i = 0; i < columns; i += 1) {
    for (let j = 0; j < rows; j += 1) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ] as const
      const inside = corners.map(([a, b]) => values[a]![b]! > 0)
      // Walking round the cell, the line enters where it comes in and leaves at the next way out.
      corners.forEach((corner, k) => {
        if (inside[k] || !inside[(k + 1) % 4]) return
        let out = (k + 1) % 4
        while (inside[(out + 1) % 4]) out = (out + 1) % 4
        const from = crossing(corners[out]!, corners[(out + 1) % 4]!)
        const to = crossing(corner, corners[(k + 1) % 4]!)
        next.set(from.name, { to: to.name, point: from.point })
      })
    }
  }
  return ringsOf(next).filter((ring) => areaOf(ring) > 0)
}

function ringsOf(next: Map<string, { readonly to: string; readonly point: PointM }>): PointM[][] {
  const rings: PointM[][] = []
  for (const start of [...next.keys()]) {
    const ring: PointM[] = []
    for (let name = start; ;) {
      const edge = next.get(name)
      if (!edge) break
      next.delete(name)
      ring.push(edge.point)
      name = edge.to
    }
    if (ring.length > 3) rings.push(ring)
  }
  return rings
}

/** Above zero for a ring that has its inside to the left. */
function areaOf(ring: readonly PointM[]): number {
  return ring.reduce((sum, { x, y }, i) => {
    const after = ring[(i + 1) % ring.length]!
    return sum + (x * after.y - after.x * y) / 2
  }, 0)
}

/** How much a ring holds, square metres. */
export function sizeOf(ring: readonly PointM[]): number {
  return Math.abs(areaOf(ring))
}
