import sharp from 'sharp'

/**
 * A PMTiles archive (version 3) of a single terrarium tile, the whole world at zoom 0: its altitude
 * falls evenly from west to east. Layout: the public PMTiles specification.
 */
export async function oneTileTerrain(altitudeAtPixel: (x: number) => number): Promise<Uint8Array> {
  const size = 256
  const rgb = new Uint8Array(size * size * 3)
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const height = altitudeAtPixel(x) + 32_768
      const at = 3 * (y * size + x)
      rgb.set(
        [Math.floor(height / 256), Math.floor(height) % 256, Math.floor((height % 1) * 256)],
        at,
      )
    }
  }
  const tile = await sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer()
  const metadata = new TextEncoder().encode('{}')
  // One entry: tile 0, run of 1, its length as a varint, at the start of the data.
  const directory = Uint8Array.from([1, 0, 1, ...varint(tile.length), 1])
  const [rootAt, metadataAt] = [127, 127 + directory.length]
  const tilesAt = metadataAt + metadata.length
  const bytes = new Uint8Array(tilesAt + tile.length)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('PMTiles'))
  bytes[7] = 3
  const places = [
    rootAt,
    directory.length,
    metadataAt,
    metadata.length,
    0,
    0,
    tilesAt,
    tile.length,
    1,
    1,
    1,
  ]
  places.forEach((value, i) => view.setBigUint64(8 + 8 * i, BigInt(value), true))
  // Clustered; nothing compressed; PNG; zoom 0 to 0.
  bytes.set([1, 1, 1, 2, 0, 0], 96)
  bytes.set(directory, rootAt)
  bytes.set(metadata, metadataAt)
  bytes.set(tile, tilesAt)
  return bytes
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return [...bytes, rest]
}
