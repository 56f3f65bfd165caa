import { openSync, readSync } from 'node:fs'
import type { Position } from 'geojson'
import { PMTiles, TileType, type RangeResponse, type Source } from 'pmtiles'
import sharp from 'sharp'
import type { TerrainSource } from '../../domain/geo/climb/terrain-climb.ts'

const MOST_TILES = 64

interface Tile {
  readonly rgb: Buffer
  readonly size: number
}

/** A file that is no archive of terrain tiles. */
export class UnreadableTerrain extends Error {}

/**
 * A terrain model from a local archive of terrarium tiles (PMTiles): altitudes between the four
 * pixels around a place. Positions that the archive does not cover have none. Throws
 * `UnreadableTerrain` for a file that is something else.
 */
export async function openTerrarium(path: string): Promise<TerrainSource> {
  try {
    const archive = new PMTiles(fileSource(path))
    const { maxZoom, tileType } = await archive.getHeader()
    if (tileType !== TileType.Png && tileType !== TileType.Webp) throw new UnreadableTerrain(path)
    const tiles = new Map<string, Promise<Tile | null>>()
    const tileAt = (x: number, y: number): Promise<Tile | null> => {
      const key = `${x}/${y}`
      const known = tiles.get(key) ?? decode(archive, maxZoom, x, y)
      // A tile is 200 kB: a long trail asks for a few, a catalogue for hundreds.
      tiles.delete(key)
      tiles.set(key, known)
      if (tiles.size > MOST_TILES) tiles.delete(tiles.keys().next().value!)
      return known
    }
    return (positions) => Promise.all(positions.map((place) => altitudeAt(tileAt, maxZoom, place)))
  } catch {
    throw new UnreadableTerrain(path)
  }
}

/** The file stays open until the command ends: it is read tile by tile. */
function fileSource(path: string): Source {
  const file = openSync(path, 'r')
  return {
    getKey: () => path,
    getBytes(offset: number, length: number): Promise<RangeResponse> {
      const bytes = new Uint8Array(length)
      const bytesRead = readSync(file, bytes, 0, length, offset)
      return Promise.resolve({ data: bytes.buffer.slice(0, bytesRead) })
    },
  }
}

async function decode(archive: PMTiles, zoom: number, x: number, y: number): Promise<Tile | null> {
  const tile = await archive.getZxy(zoom, x, y)
  if (!tile) return null
  const image = sharp(Buffer.from(tile.data)).removeAlpha().raw()
  const { data, info } = await image.toBuffer({ resolveWithObject: true })
  return { rgb: data, size: info.width }
}

/** Web Mercator, then bilinear between the middles of pixels. */
async function altitudeAt(
  tileAt: (x: number, y: number) => Promise<Tile | null>,
  zoom: number,
  [lon, lat]: Position,
): Promise<number | null> {
  const sin = Math.sin((lat! * Math.PI) / 180)
  const scale = 2 ** zoom
  const tx = ((lon! + 180) / 360) * scale
  const ty = (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * scale
  const home = await tileAt(Math.floor(tx), Math.floor(ty))
  if (!home) return null
  const px = tx * home.size - 0.5
  const py = ty * home.size - 0.5
  const [left, top] = [Math.floor(px), Math.floor(py)]
  const corners = await Promise.all(
    [0, 1].flatMap((dy) => [0, 1].map((dx) => pixel(tileAt, home, left + dx, top + dy))),
  )
  const [a, b, c, d] = corners.map((corner) => corner ?? NaN) as [number, number, number, number]
  const [u, v] = [px - left, py - top]
  const altitude = (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v
  return Number.isFinite(altitude) ? altitude : null
}

async function pixel(
  tileAt: (x: number, y: number) => Promise<Tile | null>,
  { size }: Tile,
  x: number,
  y: number,
): Promise<number | null> {
  const tile = await tileAt(Math.floor(x / size), Math.floor(y / size))
  if (!tile) return null
  const at = 3 * ((y % size) * size + (x % size))
  const [red, green, blue] = tile.rgb.subarray(at, at + 3) as unknown as [number, number, number]
  return red * 256 + green + blue / 256 - 32_768
}
