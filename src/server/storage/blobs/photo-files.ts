import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import type { BlobFiles } from './blob-files.ts'

/** What others see of a photo: decoded and encoded again, so that nothing but pixels is left. */
export const PHOTO_SIZES = { large: 1_600, small: 480 } as const
export type PhotoSize = keyof typeof PHOTO_SIZES

/** More than any phone makes; less than what would fill the memory. */
const PIXEL_LIMIT = 60_000_000
const READABLE = new Set(['jpeg', 'png', 'webp', 'gif', 'heif', 'avif'])

export interface PhotoFiles {
  /** A JPEG without metadata; `undefined` when the blob is absent or cannot be decoded. */
  jpeg(territory: string, sha256: string, size: PhotoSize): Promise<Uint8Array | undefined>
}

/** Made at the first request, then kept: the folder may be emptied at any time. */
export function photoFiles(folder: string, blobs: BlobFiles): PhotoFiles {
  return {
    async jpeg(territory, sha256, size) {
      // The blob's own path check guards this one too.
      blobs.pathOf(territory, sha256)
      const file = join(folder, territory, sha256.slice(0, 2), `${sha256}-${size}.jpg`)
      const made = await readFile(file).catch(() => undefined)
      if (made) return made
      const original = await blobs.read(territory, sha256)
      const jpeg = original && (await encode(original, PHOTO_SIZES[size]))
      if (!jpeg) return undefined
      await mkdir(dirname(file), { recursive: true })
      const draft = `${file}.${randomUUID()}`
      await writeFile(draft, jpeg)
      await rename(draft, file)
      return jpeg
    },
  }
}

/** Whether bytes are a picture that can be opened: looks at the header only, and refuses giants. */
export async function isPhoto(bytes: Uint8Array): Promise<boolean> {
  try {
    const { format, width, height } = await sharp(bytes, OPTIONS).metadata()
    return READABLE.has(format) && width * height <= PIXEL_LIMIT
  } catch {
    // Not a picture: that is the answer, not a failure.
    return false
  }
}

const OPTIONS = { limitInputPixels: PIXEL_LIMIT, failOn: 'error' } as const

async function encode(original: Uint8Array, sidePx: number): Promise<Uint8Array | undefined> {
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
