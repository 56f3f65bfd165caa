import type { DraftPhoto } from '../../storage/rows.ts'

/** Longest side of a photo as it is kept and sent (promise P17). */
export const LONGEST_SIDE_PX = 1_600
const QUALITY = 0.8
/** What stays on the phone when the photo itself is safe elsewhere. */
const THUMB_SIDE_PX = 320
const THUMB_QUALITY = 0.7
const MEDIA_TYPE = 'image/jpeg'

export type PhotoOutcome =
  | {
      readonly ok: true
      readonly photo: DraftPhoto
      readonly bytes: ArrayBuffer
      /** The small picture that stays when the photo makes room; the photo itself when it is as small. */
      readonly thumb: ArrayBuffer
    }
  | { readonly ok: false; readonly why: 'not-an-image' }

/**
 * Draws the picture anew, no larger than 1,600 px: the new file has none of the old one's EXIF, so no
 * place, no serial number, no name (promise P17).
 */
export async function reencodePhoto(
  file: Blob,
  takenAtMs: number,
  sha256: (bytes: ArrayBuffer) => Promise<string>,
): Promise<PhotoOutcome> {
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return { ok: false, why: 'not-an-image' }
  }
  const drawn = await draw(picture, LONGEST_SIDE_PX, QUALITY)
  const small = await draw(picture, THUMB_SIDE_PX, THUMB_QUALITY)
  picture.close()
  if (!drawn || !small) return { ok: false, why: 'not-an-image' }
  const { jpeg, widthPx, heightPx } = drawn
  const bytes = await jpeg.arrayBuffer()
  const photo: DraftPhoto = {
    sha256: await sha256(bytes),
    bytes: bytes.byteLength,
    mediaType: MEDIA_TYPE,
    widthPx,
    heightPx,
    takenAtMs,
  }
  return { ok: true, photo, bytes, thumb: await small.jpeg.arrayBuffer() }
}

/** The picture anew, its longest side no longer than `sidePx`. */
async function draw(
  picture: ImageBitmap,
  sidePx: number,
  quality: number,
): Promise<{ readonly jpeg: Blob; readonly widthPx: number; readonly heightPx: number } | null> {
  const scale = Math.min(1, sidePx / Math.max(picture.width, picture.height))
  const widthPx = Math.max(1, Math.round(picture.width * scale))
  const heightPx = Math.max(1, Math.round(picture.height * scale))
  const canvas = document.createElement('canvas')
  canvas.width = widthPx
  canvas.height = heightPx
  canvas.getContext('2d')?.drawImage(picture, 0, 0, widthPx, heightPx)
  const jpeg = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, MEDIA_TYPE, quality),
  )
  return jpeg && { jpeg, widthPx, heightPx }
}
