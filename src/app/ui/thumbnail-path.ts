import type { Position } from 'geojson'

const RAD = Math.PI / 180

/**
 * The `d` of an SVG path that draws lines in a square of `sizePx`, north up, shape kept, with a
 * margin. Points closer than half a pixel are left out. No position gives an empty path.
 */
export function thumbnailPath(
  lines: readonly (readonly Position[])[],
  sizePx: number,
  marginPx: number,
): string {
  const all = lines.flat()
  const first = all[0]
  if (!first) return ''
  let [west, east] = [first[0]!, first[0]!]
  let [south, north] = [first[1]!, first[1]!]
  for (const [lon, lat] of all as [number, number][]) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  const squeeze = Math.cos(((south + north) / 2) * RAD)
  const width = (east - west) * squeeze
  const height = north - south
  const span = Math.max(width, height)
  const scale = span > 0 ? (sizePx - 2 * marginPx) / span : 0
  const offsetX = (sizePx - width * scale) / 2
  const offsetY = (sizePx - height * scale) / 2
  const project = ([lon, lat]: Position): [number, number] => [
    offsetX + (lon! - west) * squeeze * scale,
    offsetY + (north - lat!) * scale,
  ]
  return lines.map((line) => subpath(line.map(project))).join('')
}

function subpath(points: readonly [number, number][]): string {
  let last: [number, number] | undefined
  let d = ''
  points.forEach((point, index) => {
    const isEnd = index === points.length - 1
    if (last && !isEnd && Math.hypot(point[0] - last[0], point[1] - last[1]) < 0.5) return
    d += `${last ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`
    last = point
  })
  return d
}
