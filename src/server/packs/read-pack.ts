import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { Compression, PMTiles, TileType, type Header } from 'pmtiles'
import { mapPack, PACK_LIMIT_BYTES, PACK_PART_BYTES, type MapPack } from '../../contract/packs.ts'

/** Why a file is no pack for phones: each has its sentence in `server.json`, under `cli.pack`. */
export type PackRefusal =
  | 'no-file'
  | 'not-pmtiles'
  | 'old-version'
  | 'too-large'
  | 'cut'
  | 'tile-type'
  | 'compression'
  | 'damaged'
  | 'unknown-layers'
  | 'elsewhere'
  | 'no-attribution'

export class UnusablePack extends Error {
  readonly code: PackRefusal
  readonly params: Readonly<Record<string, string | number>>
  constructor(code: PackRefusal, params: Readonly<Record<string, string | number>> = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}

type Box = MapPack['bounds']

/** What the file itself may not say. */
export interface PackMetadata {
  readonly name?: MapPack['name'] | undefined
  readonly attribution?: string | undefined
  readonly licence?: string | undefined
  /** The pack must touch this box. */
  readonly territory: Box
}

const HEADER_BYTES = 127
const TILE_TYPES: Readonly<Partial<Record<TileType, MapPack['tileType']>>> = {
  [TileType.Mvt]: 'mvt',
  [TileType.Png]: 'png',
  [TileType.Jpeg]: 'jpg',
  [TileType.Webp]: 'webp',
}
/** Layers of the Protomaps scheme that the app's own style draws. */
const DRAWN_LAYERS = ['earth', 'landcover', 'landuse', 'water', 'buildings', 'roads', 'places']

/**
 * Reads a PMTiles file and gives its manifest, hashed part by part; throws `UnusablePack` with the reason
 * when a phone could not draw it.
 */
export async function readPack(path: string, words: PackMetadata): Promise<MapPack> {
  const file = await open(path, 'r').catch(() => {
    throw new UnusablePack('no-file')
  })
  try {
    const { size: bytes } = await file.stat()
    const archive = await openArchive(file, bytes)
    const header = await headerOf(archive)
    const { tileType, bounds } = checkHeader(header, bytes, words.territory)
    const metadata = await metadataOf(archive, header)
    if (tileType === 'mvt') checkLayers(metadata)
    const attribution = words.attribution ?? plainText(metadata['attribution'])
    if (!attribution) throw new UnusablePack('no-attribution')
    const name = words.name ?? { fr: plainText(metadata['name']) ?? 'Carte' }
    const licence = words.licence ?? plainText(metadata['license'])
    const madeAt = instantOf(metadata)
    const { sha256, parts } = await hashesOf(file)
    return mapPack.parse({
      ...{ sha256, kind: 'base-map', name, bytes, partBytes: PACK_PART_BYTES, parts },
      ...{ tileType, bounds, minZoom: header.minZoom, maxZoom: header.maxZoom, attribution },
      ...(licence ? { licence } : {}),
      ...(madeAt ? { madeAt } : {}),
    })
  } finally {
    await file.close()
  }
}

async function openArchive(file: FileHandle, bytes: number): Promise<PMTiles> {
  const head = await bytesOf(file, 0, HEADER_BYTES)
  const magic = Buffer.from(head).toString('latin1', 0, 7)
  if (magic.startsWith('PM') && magic !== 'PMTiles') throw new UnusablePack('old-version')
  if (magic !== 'PMTiles' || head.byteLength < HEADER_BYTES) throw new UnusablePack('not-pmtiles')
  if (new Uint8Array(head)[7] !== 3) throw new UnusablePack('old-version')
  if (bytes > PACK_LIMIT_BYTES) {
    const limit = PACK_LIMIT_BYTES / 1e6
    throw new UnusablePack('too-large', { megabytes: Math.round(bytes / 1e6), limit })
  }
  return new PMTiles({
    getKey: () => 'pack',
    getBytes: async (offset, length) => ({ data: await bytesOf(file, offset, length) }),
  })
}

async function headerOf(archive: PMTiles): Promise<Header> {
  try {
    return await archive.getHeader()
  } catch {
    throw new UnusablePack('damaged')
  }
}

function checkHeader(
  header: Header,
  bytes: number,
  territory: Box,
): { tileType: MapPack['tileType']; bounds: Box } {
  const end = Math.max(
    header.tileDataOffset + (header.tileDataLength ?? 0),
    header.leafDirectoryOffset + (header.leafDirectoryLength ?? 0),
    header.jsonMetadataOffset + header.jsonMetadataLength,
  )
  if (end > bytes) throw new UnusablePack('cut', { bytes, wanted: end })
  const tileType = TILE_TYPES[header.tileType]
  if (!tileType) throw new UnusablePack('tile-type')
  const known = [Compression.None, Compression.Gzip]
  // Browsers unpack gzip by themselves, brotli and zstd not.
  if (!known.includes(header.internalCompression) || !known.includes(header.tileCompression)) {
    throw new UnusablePack('compression')
  }
  const bounds: Box = [header.minLon, header.minLat, header.maxLon, header.maxLat]
  const [west, south, east, north] = territory
  const isApart = bounds[2] < west || bounds[0] > east || bounds[3] < south || bounds[1] > north
  if (isApart) throw new UnusablePack('elsewhere', { box: bounds.map(rounded).join(', ') })
  return { tileType, bounds }
}

/** The metadata, and one tile at the middle: what cannot be unpacked here cannot be on a phone. */
async function metadataOf(archive: PMTiles, header: Header): Promise<Record<string, unknown>> {
  try {
    const lon = (header.minLon + header.maxLon) / 2
    const lat = (header.minLat + header.maxLat) / 2
    const [x, y] = tileAt(lon, lat, header.minZoom)
    await archive.getZxy(header.minZoom, x, y)
    const metadata: unknown = await archive.getMetadata()
    return typeof metadata === 'object' && metadata !== null
      ? (metadata as Record<string, unknown>)
      : {}
  } catch {
    throw new UnusablePack('damaged')
  }
}

function checkLayers(metadata: Readonly<Record<string, unknown>>): void {
  const raw = metadata['vector_layers']
  const ids = Array.isArray(raw)
    ? raw.map((layer) => String((layer as { id?: unknown } | null)?.id))
    : []
  if (ids.some((id) => DRAWN_LAYERS.includes(id))) return
  throw new UnusablePack('unknown-layers', {
    found: ids.join(', ') || '–',
    known: DRAWN_LAYERS.join(', '),
  })
}

async function hashesOf(file: FileHandle): Promise<{ sha256: string; parts: string[] }> {
  const whole = createHash('sha256')
  const parts: string[] = []
  for (let at = 0; ; at += PACK_PART_BYTES) {
    const part = new Uint8Array(await bytesOf(file, at, PACK_PART_BYTES))
    if (part.length === 0) break
    whole.update(part)
    parts.push(createHash('sha256').update(part).digest('hex'))
  }
  return { sha256: whole.digest('hex'), parts }
}

async function bytesOf(file: FileHandle, offset: number, length: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  const { bytesRead } = await file.read(bytes, 0, length, offset)
  return bytes.buffer.slice(0, bytesRead)
}

/** Attributions of packs are often links; maps show them as words. */
function plainText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value
    .replace(/<[^>]*>/g, '')
    .replace(/&copy;/g, '©')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()
  return text.slice(0, 300) || undefined
}

/** The date of the data: as the makers of packs from OpenStreetMap write it, or a plain `date`. */
function instantOf(metadata: Readonly<Record<string, unknown>>): string | undefined {
  const raw = metadata['planetiler:osm:osmosisreplicationtime'] ?? metadata['date']
  const atMs = typeof raw === 'string' ? Date.parse(raw) : NaN
  return Number.isNaN(atMs) ? undefined : new Date(atMs).toISOString()
}

function tileAt(lon: number, lat: number, zoom: number): [x: number, y: number] {
  const sin = Math.sin((lat * Math.PI) / 180)
  const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)
  return [Math.floor(((lon + 180) / 360) * 2 ** zoom), Math.floor(y * 2 ** zoom)]
}

function rounded(degrees: number): number {
  return Math.round(degrees * 100) / 100
}
