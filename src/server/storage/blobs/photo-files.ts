import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createHash, randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { JPG } from 'image-size/types/jpg'
import sharp from 'sharp'
import { SHA_256, SLUG } from '../../../domain/observation/ids.ts'
import { hashOfFile } from '../hash-of-file.ts'
import { DamagedBlob, MissingBlob, type Blobs } from './blobs.ts'

/** What others see of a photo: decoded and encoded again, so that nothing but pixels is left. */
export const PHOTO_SIZES = { large: 1_600, small: 480 } as const
export type PhotoSize = keyof typeof PHOTO_SIZES

/** More than any phone makes; less than what would fill the memory. */
const PIXEL_LIMIT = 60_000_000
/** Begins every segment of a JPEG. */
const MARKER = 0xff
const READABLE = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'avif'])

export interface PhotoFiles {
  /**
   * A JPEG without metadata; `undefined` when it cannot be decoded. Fails when the original is not there, or not
   * what was stored.
   */
  jpeg(territory: string, sha256: string, size: PhotoSize): Promise<Uint8Array | undefined>
  /** Takes away what was made of a photo. */
  forget(territory: string, sha256: string): Promise<void>
}

/**
 * Made at the first request, then kept with its hash behind it: what the disk spoils, or a power cut left
 * half-written, is made again. The folder may be emptied at any time.
 */
export function photoFiles(folder: string, blobs: Blobs): PhotoFiles {
  const fileOf = (territory: string, sha256: string, size: PhotoSize) => {
    if (!SLUG.test(territory) || !SHA_256.test(sha256)) throw new Error('Not the name of a photo.')
    return join(folder, territory, sha256.slice(0, 2), `${sha256}-${size}.jpg`)
  }
  return {
    async jpeg(territory, sha256, size) {
      const file = fileOf(territory, sha256, size)
      const made = unsealed(await readFile(file).catch(() => undefined))
      if (made) return made
      const jpeg = await blobs.withFile(territory, sha256, async (original) => {
        // A picture with a few spoiled bytes may well open, and show something else.
        if ((await hashOfFile(original)) !== sha256) throw new DamagedBlob(territory, sha256)
        return (await encode(original, PHOTO_SIZES[size])) ?? NO_PICTURE
      })
      if (jpeg === undefined) throw new MissingBlob(territory, sha256)
      if (jpeg === NO_PICTURE) return undefined
      await keep(file, jpeg)
      return jpeg
    },
    async forget(territory, sha256) {
      for (const size of Object.keys(PHOTO_SIZES) as PhotoSize[]) {
        await rm(fileOf(territory, sha256, size), { force: true })
      }
    },
  }
}

const NO_PICTURE = new Uint8Array()
const SEAL_BYTES = 32

/** What was kept, when its last bytes are the hash of the others. */
function unsealed(kept: Buffer | undefined): Uint8Array | undefined {
  if (!kept || kept.length <= SEAL_BYTES) return undefined
  const jpeg = kept.subarray(0, -SEAL_BYTES)
  return hashOf(jpeg).equals(kept.subarray(-SEAL_BYTES)) ? jpeg : undefined
}

/** A picture that cannot be kept is shown all the same. */
async function keep(file: string, jpeg: Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(draft, Buffer.concat([jpeg, hashOf(jpeg)]))
    await rename(draft, file)
  } catch {
    await rm(draft, { force: true }).catch(() => undefined)
  }
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** `heic`: a picture of its own kind, whose code is patented, so that no decoder comes with us. */
export type PhotoContent = 'photo' | 'heic' | 'not-an-image'

/**
 * What a file is: looks at its header only, and refuses giants.
 * @param head its first bytes, where nearly every picture says what it is
 */
export async function photoContent(file: string, head: Buffer): Promise<PhotoContent> {
  if (isHeic(head)) return 'heic'
  const pixels = pixelsOfJpeg(head) ?? (await pixelsOf(head)) ?? (await pixelsOf(file))
  return pixels !== undefined && pixels <= PIXEL_LIMIT ? 'photo' : 'not-an-image'
}

/** What every phone sends is read in microseconds; `undefined`: ask the decoder, which knows better. */
function pixelsOfJpeg(head: Buffer): number | undefined {
  if (!JPG.validate(head) || head[2] !== MARKER) return undefined
  try {
    const { width, height } = JPG.calculate(head)
    return width * height || undefined
  } catch {
    // Its size comes later in the file, or it is no picture.
    return undefined
  }
}

async function pixelsOf(from: Buffer | string): Promise<number | undefined> {
  try {
    const { format, width, height } = await sharp(from, OPTIONS).metadata()
    return READABLE.has(format) ? width * height : undefined
  } catch {
    // Not a picture: that is the answer, not a failure.
    return undefined
  }
}

/** Brands of ISO 23008-12 whose pictures are HEVC; AVIF has others, and is read. */
const HEVC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'])

/** `....ftyp`, the main brand, four bytes, then the brands it is compatible with. */
function isHeic(head: Buffer): boolean {
  if (head.length < 12 || head.toString('latin1', 4, 8) !== 'ftyp') return false
  const end = Math.min(head.readUInt32BE(0), head.length)
  const brands = [8, ...[16, 20, 24, 28, 32, 36, 40, 44].filter((at) => at + 4 <= end)]
  const named = brands.map((at) => head.toString('latin1', at, at + 4))
  return !named.includes('avif') && named.some((brand) => HEVC_BRANDS.has(brand))
}

const OPTIONS = { limitInputPixels: PIXEL_LIMIT, failOn: 'error' } as const

async function encode(original: string, sidePx: number): Promise<Uint8Array | undefined> {
  try {
    return await sharp(original, OPTIONS)
      .rotate()
      .resize(sidePx, sidePx, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 82 })
      .toBuffer()
  } catch {
    // A header without a picture behind it.
    return undefined
  }
}
