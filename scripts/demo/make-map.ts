import { GeoJSONVT } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { Geometry, Position } from 'geojson'
import type { PointM } from '../../src/domain/geo/plane.ts'
import { simplifyLine } from '../../src/domain/geo/simplify.ts'
import { drawLine } from './draw-line.ts'
import { drawCover, drawVillages } from './ground/cover.ts'
import { atPlane, drawn, type Drawn, type Village } from './ground/land.ts'
import { drawRoads } from './ground/roads.ts'
import { drawWater } from './ground/water.ts'
import { DEMO_TRAILS } from './trails.ts'
import { writePmtiles, type Tile } from './write-pmtiles.ts'

const MIN_ZOOM = 7
const MAX_ZOOM = 13
const EXTENT = 4_096
const LAYERS = ['earth', 'landuse', 'water', 'buildings', 'roads', 'places'] as const
const TOWNS = new Set([
  'Saint-Sever',
  'Hagetmau',
  'Amou',
  'Mugron',
  'Montfort-en-Chalosse',
  'Pomarez',
])
type Box = readonly [west: number, south: number, east: number, north: number]

interface Commune {
  readonly name: string
  readonly centre: readonly [number, number]
}

/**
 * The demonstration's map pack: names and centres of real communes on invented woods, water and roads.
 * Layers and kinds are those of the Protomaps scheme, so that a real pack is drawn by the same style.
 */
export function makeMap(communes: readonly Commune[], outline: unknown): Uint8Array {
  const villages = communes.map(({ name, centre }): Village => ({
    name,
    isTown: TOWNS.has(name),
    ...atPlane(centre),
  }))
  const area = outline as Extract<Geometry, { type: 'Polygon' }>
  const ring = area.coordinates[0]!.map(atPlane)
  const isInside = (at: PointM) => holds(ring, at)
  const things = [
    drawn('earth', MIN_ZOOM, area, { kind: 'earth' }),
    ...drawCover(villages, isInside),
    ...drawWater(isInside),
    ...drawRoads(villages),
    ...demoPaths(),
    ...drawVillages(villages),
  ]
  const bounds = boxOf(area.coordinates[0]!)
  return writePmtiles(cut(things, bounds), {
    tileType: 'mvt',
    bounds,
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    centre: [-0.66, 43.67, 10],
    metadata: {
      name: 'Landes Chalosse (démonstration)',
      description: 'Bois, cours d’eau et routes inventés ; noms et centres réels des communes.',
      attribution: 'Jalon, carte inventée ; communes : IGN et INSEE, Licence Ouverte 2.0',
      vector_layers: LAYERS.map((id) => ({ id, fields: { kind: 'String' } })),
    },
  })
}

/** Whether a place lies within a ring: how often a line to the east crosses it. */
function holds(ring: readonly PointM[], { x, y }: PointM): boolean {
  return ring.reduce((inside, a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const crosses = a.y > y !== b.y > y && x < a.x + ((b.x - a.x) * (y - a.y)) / (b.y - a.y)
    return crosses ? !inside : inside
  }, false)
}

/** Under every invented trail there is an invented path to walk on. */
function demoPaths(): Drawn[] {
  return Object.values(DEMO_TRAILS).map(({ drawing, seed }) => {
    const flat = drawLine(drawing, seed).map(([lon, lat]): Position => [lon!, lat!])
    const coordinates = simplifyLine(flat, 3)
    return drawn('roads', 11, { type: 'LineString', coordinates }, { kind: 'path' })
  })
}

function cut(things: readonly Drawn[], [west, south, east, north]: Box): Tile[] {
  const tiles: Tile[] = []
  for (let z = MIN_ZOOM; z <= MAX_ZOOM; z += 1) {
    const layers = LAYERS.map((layer) => [layer, indexed(things, layer, z)] as const)
    const [left, top] = tileAt(west, north, z)
    const [right, bottom] = tileAt(east, south, z)
    for (let x = left; x <= right; x += 1) {
      for (let y = top; y <= bottom; y += 1) {
        const found = layers.flatMap(([layer, index]) => {
          const tile = index.getTile(z, x, y)
          return tile && tile.features.length > 0 ? [[layer, tile] as const] : []
        })
        if (found.length === 0) continue
        const data = fromGeojsonVt(Object.fromEntries(found), { version: 2, extent: EXTENT })
        tiles.push({ z, x, y, data })
      }
    }
  }
  return tiles
}

function indexed(things: readonly Drawn[], layer: Drawn['layer'], z: number): GeoJSONVT {
  const features = things
    .filter((thing) => thing.layer === layer && thing.fromZoom <= z)
    .map(({ feature }) => feature)
  return new GeoJSONVT(
    { type: 'FeatureCollection', features },
    { maxZoom: z, indexMaxZoom: z, extent: EXTENT, buffer: 64, tolerance: 3 },
  )
}

function tileAt(lon: number, lat: number, z: number): [x: number, y: number] {
  const sin = Math.sin((lat * Math.PI) / 180)
  const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)
  return [Math.floor(((lon + 180) / 360) * 2 ** z), Math.floor(y * 2 ** z)]
}

function boxOf(ring: readonly Position[]): Box {
  const lons = ring.map(([lon]) => lon!)
  const lats = ring.map(([, lat]) => lat!)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}
