import type { Position } from 'geojson'

const RAD = Math.PI / 180
/** A sketch of something very small still shows this much ground, degrees (about 60 m). */
const LEAST_SPAN_DEG = 0.0005
/** Points closer than this on the sketch are one, pixels. */
const STEP_PX = 0.7

export interface SketchProjection {
  readonly point: (position: Position) => readonly [x: number, y: number]
  /** The `d` of a line. */
  readonly path: (line: readonly Position[]) => string
}

/** South-west and north-east corner of all positions; nothing for none. */
export function cornersOf(lines: readonly (readonly Position[])[]): readonly Position[] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const line of lines) {
    for (const position of line) {
      west = Math.min(west, position[0]!)
      east = Math.max(east, position[0]!)
      south = Math.min(south, position[1]!)
      north = Math.max(north, position[1]!)
    }
  }
  return west > east
    ? []
    : [
        [west, south],
        [east, north],
      ]
}

/** Places positions in a box, north up, shapes kept, with a margin. */
export function sketchProjection(
  positions: readonly Position[],
  widthPx: number,
  heightPx: number,
  marginPx: number,
): SketchProjection {
  const [[west, south], [east, north]] = (
    positions.length === 0
      ? [
          [0, 0],
          [0, 0],
        ]
      : cornersOf([positions])
  ) as [[number, number], [number, number]]
  const middle = [(west + east) / 2, (south + north) / 2] as const
  const squeeze = Math.cos(middle[1] * RAD)
  const scale = Math.min(
    (widthPx - 2 * marginPx) / Math.max((east - west) * squeeze, LEAST_SPAN_DEG),
    (heightPx - 2 * marginPx) / Math.max(north - south, LEAST_SPAN_DEG),
  )
  const point = (position: Position): readonly [number, number] => [
    widthPx / 2 + (position[0]! - middle[0]) * squeeze * scale,
    heightPx / 2 - (position[1]! - middle[1]) * scale,
  ]
  return {
    point,
    path(line) {
      let d = ''
      let last: readonly [number, number] | null = null
      line.forEach((position, i) => {
        const next = point(position)
        const isEnd = i === line.length - 1
        if (last && !isEnd && Math.hypot(next[0] - last[0], next[1] - last[1]) < STEP_PX) return
        d += `${last ? 'L' : 'M'}${next[0].toFixed(1)} ${next[1].toFixed(1)}`
        last = next
      })
      return d
    },
  }
}
