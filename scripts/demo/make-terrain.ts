import type { Position } from 'geojson'
import sharp from 'sharp'
import { measureLine, resamplePath } from '../../src/domain/geo/chainage.ts'
import { toPlane, type Plane, type PointM } from '../../src/domain/geo/plane.ts'
import type { Terrain } from '../../tests/support/simulator/terrain.ts'
import { drawLine, groundOf } from './draw-line.ts'
import { atPlane, heightAt } from './ground/land.ts'
import { DEMO_TRAILS } from './trails.ts'
import { writePmtiles, type Tile } from './write-pmtiles.ts'

/** A pixel is some 55 m: the invented hills are ten times as long. */
const ZOOM = 11
const SIZE_PX = 256
/** Heights are told to a quarter of a metre: finer only makes the file larger. */
const STEP_M = 0.25
/** Above the plain that the waters run on. */
const PLAIN_M = 70
/** Around a trail, over so many metres, its own ground passes into the plain's. */
const INNER_M = 0
const OUTER_M = 1_400
const WAY_M = 40
/** No trail of the demonstration goes so far from its start. */
const LONGEST_M = 20_000
const SEA_BYTES = 32_768

interface Hills {
  readonly plane: Plane
  /** The trail, a place every so many metres. */
  readonly way: readonly PointM[]
  readonly ground: Terrain
}

/**
 * The ground of the demonstration as a terrain model: terrarium tiles. Invented, and the same ground that
 * the trails were drawn on, so that their altitudes and the model's agree.
 */
export async function makeTerrainTiles(outline: readonly Position[]): Promise<Uint8Array> {
  const hills = hillsOfTrails()
  const lons = outline.map(([lon]) => lon!)
  const lats = outline.map(([, lat]) => lat!)
  const [west, south] = [Math.min(...lons), Math.min(...lats)]
  const [east, north] = [Math.max(...lons), Math.max(...lats)]
  const [left, top] = [Math.floor(tileX(west)), Math.floor(tileY(north))]
  const [right, bottom] = [Math.floor(tileX(east)), Math.floor(tileY(south))]
  const tiles: Tile[] = []
  for (let x = left; x <= right; x += 1)
    for (let y = top; y <= bottom; y += 1)
      tiles.push({ z: ZOOM, x, y, data: await drawTile(x, y, hills) })
  return writePmtiles(tiles, {
    tileType: 'webp',
    bounds: [lonOf(left), latOf(bottom + 1), lonOf(right + 1), latOf(top)],
    minZoom: ZOOM,
    maxZoom: ZOOM,
    centre: [(west + east) / 2, (south + north) / 2, ZOOM],
    metadata: {
      name: 'Landes Chalosse (démonstration), relief inventé',
      attribution: 'Jalon, relief inventé',
      encoding: 'terrarium',
    },
  })
}

/** Metres above the sea at a place of the demonstration. */
function altitudeOf(place: Position, hills: readonly Hills[]): number {
  const at = atPlane(place)
  let nearest = 0
  let sum = 0
  let weights = 0
  for (const { plane, way, ground } of hills) {
    const here = toPlane(plane, place[0]!, place[1]!)
    const share = (OUTER_M - awayM(here, way)) / (OUTER_M - INNER_M)
    if (share <= 0) continue
    const weight = share >= 1 ? 1 : share * share * (3 - 2 * share)
    // Where two trails meet, the nearer one's ground is nearly all.
    const own = share ** 10
    nearest = Math.max(nearest, weight)
    sum += own * ground(here.x, here.y)
    weights += own
  }
  const plain = PLAIN_M + heightAt(at)
  return weights === 0 ? plain : plain + nearest * (sum / weights - plain)
}

function hillsOfTrails(): Hills[] {
  return Object.values(DEMO_TRAILS).map(({ drawing, seed }) => {
    const line = drawLine(drawing, seed).map(([lon, lat]): Position => [lon!, lat!])
    const { path, plane } = measureLine(line)
    const { xs, ys } = resamplePath(path, WAY_M)
    const way = Array.from(xs, (x, i) => ({ x, y: ys[i]! }))
    return { plane, way, ground: groundOf(seed, drawing.relief) }
  })
}

/** To the nearest place of the way; `OUTER_M` or more is far. */
function awayM({ x, y }: PointM, way: readonly PointM[]): number {
  const { x: startX, y: startY } = way[0]!
  if (Math.hypot(x - startX, y - startY) > LONGEST_M) return OUTER_M
  return Math.sqrt(
    way.reduce((least, p) => Math.min(least, (p.x - x) ** 2 + (p.y - y) ** 2), Infinity),
  )
}

async function drawTile(x: number, y: number, hills: readonly Hills[]): Promise<Uint8Array> {
  const rgb = new Uint8Array(3 * SIZE_PX * SIZE_PX)
  for (let row = 0; row < SIZE_PX; row += 1) {
    for (let column = 0; column < SIZE_PX; column += 1) {
      const place = [lonOf(x + (column + 0.5) / SIZE_PX), latOf(y + (row + 0.5) / SIZE_PX)]
      const told = Math.round(altitudeOf(place, hills) / STEP_M) * STEP_M + SEA_BYTES
      const bytes = [Math.floor(told / 256), Math.floor(told) % 256, (told % 1) * 256]
      rgb.set(bytes, 3 * (row * SIZE_PX + column))
    }
  }
  const image = sharp(rgb, { raw: { width: SIZE_PX, height: SIZE_PX, channels: 3 } })
  return image.webp({ lossless: true, effort: 6 }).toBuffer()
}

const tileX = (lon: number) => ((lon + 180) / 360) * 2 ** ZOOM
const lonOf = (x: number) => (x / 2 ** ZOOM) * 360 - 180
const latOf = (y: number) =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** ZOOM))) * 180) / Math.PI
function tileY(lat: number): number {
  const sin = Math.sin((lat * Math.PI) / 180)
  return (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** ZOOM
}
