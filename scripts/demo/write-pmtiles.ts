import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { zxyToTileId } from 'pmtiles'

/** One tile as it is drawn; vector tiles are packed by the writer, images are packed already. */
export interface Tile {
  readonly z: number
  readonly x: number
  readonly y: number
  readonly data: Uint8Array
}

export interface Archive {
  readonly tileType: keyof typeof TILE_TYPES
  readonly bounds: readonly [west: number, south: number, east: number, north: number]
  readonly minZoom: number
  readonly maxZoom: number
  readonly centre: readonly [lon: number, lat: number, zoom: number]
  /** `name`, `attribution`, `vector_layers`, `encoding`…: what readers of the archive look for. */
  readonly metadata: Readonly<Record<string, unknown>>
}

const TILE_TYPES = { mvt: 1, png: 2, jpg: 3, webp: 4 } as const
const GZIP = 2
const NONE = 1
const HEADER_BYTES = 127
/** The header and the root directory must be within the first 16 KiB, so that one request opens it. */
const ROOT_BYTES = 16_384 - HEADER_BYTES

interface Entry {
  readonly id: number
  readonly offset: number
  readonly length: number
  run: number
}

/**
 * A PMTiles archive, version 3 of its specification: tiles along the Hilbert curve, equal ones kept once,
 * runs of equal ones in one entry, leaf directories when the root grows too long. The same tiles give
 * the same bytes as long as the zlib of Node does.
 */
export function writePmtiles(tiles: readonly Tile[], archive: Archive): Uint8Array {
  const isVector = archive.tileType === 'mvt'
  const { entries, contents } = arrange(tiles, isVector)
  const { root, leaves } = directories(entries)
  const metadata = gzipSync(JSON.stringify(archive.metadata), { level: 9 })
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('PMTiles')
  header[7] = 3
  const metadataAt = HEADER_BYTES + root.length
  const leavesAt = metadataAt + metadata.length
  const tilesAt = leavesAt + leaves.length
  const tileBytes = contents.reduce((sum, { length }) => sum + length, 0)
  const counts = [tiles.length, entries.length, contents.length]
  const places = [
    ...[HEADER_BYTES, root.length, metadataAt, metadata.length],
    ...[leavesAt, leaves.length, tilesAt, tileBytes],
    ...counts,
  ]
  places.forEach((value, i) => header.writeBigUInt64LE(BigInt(value), 8 + 8 * i))
  header[96] = 1
  header[97] = GZIP
  header[98] = isVector ? GZIP : NONE
  header[99] = TILE_TYPES[archive.tileType]
  header[100] = archive.minZoom
  header[101] = archive.maxZoom
  const degrees = (value: number, at: number) => header.writeInt32LE(Math.round(value * 1e7), at)
  archive.bounds.forEach((value, i) => degrees(value, 102 + 4 * i))
  const [lon, lat, zoom] = archive.centre
  header[118] = zoom
  degrees(lon, 119)
  degrees(lat, 123)
  return Buffer.concat([header, root, metadata, leaves, ...contents])
}

function arrange(
  tiles: readonly Tile[],
  pack: boolean,
): { entries: Entry[]; contents: readonly Uint8Array[] } {
  const ordered = tiles
    .map(({ z, x, y, data }) => ({ id: zxyToTileId(z, x, y), data }))
    .sort((a, b) => a.id - b.id)
  const known = new Map<string, { offset: number; length: number }>()
  const contents: Uint8Array[] = []
  const entries: Entry[] = []
  let end = 0
  for (const { id, data } of ordered) {
    const name = createHash('sha256').update(data).digest('base64')
    let place = known.get(name)
    if (!place) {
      const content = pack ? gzipSync(data, { level: 9 }) : data
      place = { offset: end, length: content.length }
      known.set(name, place)
      contents.push(content)
      end += content.length
    }
    const last = entries.at(-1)
    if (last && last.offset === place.offset && last.id + last.run === id) last.run += 1
    else entries.push({ id, ...place, run: 1 })
  }
  return { entries, contents }
}

/** One directory when it fits, else leaves of a size that makes the root fit. */
function directories(entries: readonly Entry[]): { root: Buffer; leaves: Buffer } {
  const only = directory(entries)
  if (only.length <= ROOT_BYTES) return { root: only, leaves: Buffer.alloc(0) }
  for (let size = 4_096; ; size *= 2) {
    const leaves: Buffer[] = []
    const pointers: Entry[] = []
    let offset = 0
    for (let i = 0; i < entries.length; i += size) {
      const leaf = directory(entries.slice(i, i + size))
      pointers.push({ id: entries[i]!.id, offset, length: leaf.length, run: 0 })
      offset += leaf.length
      leaves.push(leaf)
    }
    const root = directory(pointers)
    if (root.length <= ROOT_BYTES) return { root, leaves: Buffer.concat(leaves) }
  }
}

/** Column by column: how far to the next id, runs, lengths, offsets (0: follows the one before). */
function directory(entries: readonly Entry[]): Buffer {
  const bytes: number[] = []
  varint(bytes, entries.length)
  entries.forEach(({ id }, i) => varint(bytes, id - (entries[i - 1]?.id ?? 0)))
  for (const { run } of entries) varint(bytes, run)
  for (const { length } of entries) varint(bytes, length)
  entries.forEach(({ offset }, i) => {
    const before = entries[i - 1]
    varint(bytes, before && offset === before.offset + before.length ? 0 : offset + 1)
  })
  return gzipSync(Uint8Array.from(bytes), { level: 9 })
}

/** Seven bits a byte, the low ones first. Ids pass 32 bits: no shifts. */
function varint(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 128) | 0x80)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}
