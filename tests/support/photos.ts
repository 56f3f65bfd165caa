import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { BlobReference } from '../../src/domain/observation/observation.ts'

/** A real JPEG with a place in its EXIF, as a phone's camera makes it; another seed, other bytes. */
export async function aPhoto(
  seed = 1,
  size = { widthPx: 64, heightPx: 48 },
): Promise<{ bytes: Uint8Array; reference: BlobReference }> {
  const background = { r: (seed * 37) % 256, g: (seed * 91) % 256, b: (seed * 13) % 256 }
  const { widthPx: width, heightPx: height } = size
  const bytes = await sharp({ create: { width, height, channels: 3, background } })
    .withExif({
      IFD0: { Make: 'SecretCamera', Software: `seed ${seed}` },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '43/1 37/1 0/1' },
    })
    .jpeg()
    .toBuffer()
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes, reference: { sha256, bytes: bytes.length, mediaType: 'image/jpeg' } }
}
