import type { Context } from 'hono'
import { readRange } from './answer-file.ts'

/**
 * Answers a sound, whole or one range of it: Safari plays nothing from a server that knows no ranges. Kept by
 * no cache, since it may have to be erased; saved, not shown, by whoever opens its address.
 */
export function answerSound(
  c: Context,
  bytes: Uint8Array,
  { mediaType, name }: { readonly mediaType: string; readonly name: string },
): Response {
  c.header('Content-Type', mediaType)
  c.header('Content-Disposition', `attachment; filename="${name}"`)
  c.header('Cache-Control', 'private, no-store')
  c.header('Accept-Ranges', 'bytes')
  const range = c.req.header('Range')
  const part = range === undefined ? null : readRange(range, bytes.length)
  if (part === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${bytes.length}`)
    return c.body(null, 416)
  }
  const { start, end } = part ?? { start: 0, end: bytes.length - 1 }
  if (part) c.header('Content-Range', `bytes ${start}-${end}/${bytes.length}`)
  c.header('Content-Length', String(end - start + 1))
  return c.body(Buffer.from(bytes.subarray(start, end + 1)), part ? 206 : 200)
}
