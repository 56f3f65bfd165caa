import type { Position } from 'geojson'

/** The place of a tile in the usual grid of the web: zoom, column, row. */
export type TilePlace = readonly [z: number, x: number, y: number]

export interface Corridor {
  /** Low zooms first, so that what arrives first shows the most. */
  readonly places: readonly TilePlace[]
  /** The finest zoom that is in it. */
  readonly maxZoom: number
}

/** How far from the line tiles are kept, metres: far away a map is looked at from far. */
const REACH_M: readonly (readonly [upToZoom: number, reachM: number])[] = [
  [12, 2_000],
  [14, 1_000],
  [22, 500],
]
const MIN_ZOOM = 8
const EARTH_M = 40_075_016.686
const LAST_LAT = 85.05

/**
 * The tiles along a line: zooms 8 to 12 within 2 km (from afar a handful shows the whole land), 13 and 14
 * within 1 km, finer ones within 500 m.
 * Leaves the finest zooms out until there are at most `limit` of them; an empty line has none.
 * @param line positions `[lon, lat]`
 * @param finest the finest zoom wanted
 */
export function corridorTiles(line: readonly Position[], finest: number, limit: number): Corridor {
  const places: TilePlace[] = []
  let maxZoom = MIN_ZOOM
  for (let zoom = MIN_ZOOM; zoom <= finest; zoom += 1) {
    const found = tilesAt(line, zoom)
    if (places.length + found.length > limit) break
    places.push(...found)
    maxZoom = zoom
  }
  return { places, maxZoom }
}

function tilesAt(line: readonly Position[], zoom: number): TilePlace[] {
  const reachM = REACH_M.find(([upTo]) => zoom <= upTo)![1]
  const side = 2 ** zoom
  const found = new Map<number, TilePlace>()
  const addAround = (x: number, y: number, lat: number) => {
    const reach = (reachM / (EARTH_M * Math.cos((lat * Math.PI) / 180))) * side
    for (let column = Math.floor(x - reach); column <= Math.floor(x + reach); column += 1) {
      for (let row = Math.floor(y - reach); row <= Math.floor(y + reach); row += 1) {
        if (row < 0 || row >= side) continue
        const wrapped = ((column % side) + side) % side
        found.set(wrapped * side + row, [zoom, wrapped, row])
      }
    }
  }
  line.forEach(([lon, lat], i) => {
    const [x, y] = onGrid(lon!, lat!, side)
    const before = line[i - 1]
    if (!before) return addAround(x, y, lat!)
    const [fromX, fromY] = onGrid(before[0]!, before[1]!, side)
    // Never further apart than a quarter of a tile: a long straight edge is followed too.
    const steps = Math.max(1, Math.ceil(4 * Math.max(Math.abs(x - fromX), Math.abs(y - fromY))))
    for (let k = 1; k <= steps; k += 1) {
      const share = k / steps
      addAround(fromX + (x - fromX) * share, fromY + (y - fromY) * share, lat!)
    }
  })
  return [...found.values()]
}

function onGrid(lon: number, lat: number, side: number): [x: number, y: number] {
  const sin = Math.sin((Math.max(-LAST_LAT, Math.min(LAST_LAT, lat)) * Math.PI) / 180)
  const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)
  return [((lon + 180) / 360) * side, y * side]
}
