import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { hasAlready } from '../http/if-none-match.ts'

/** May be asked again at every visit: what has not changed costs no bytes. */
export const ASK_EACH_TIME = 'no-cache'

/** Answers a content with its tag; a reader who has it gets 304 and no bytes. */
export function answerTagged(
  c: Context,
  content: string | Uint8Array,
  mediaType: string,
  cacheControl = ASK_EACH_TIME,
): Response {
  const etag = `"${createHash('sha256').update(content).digest('base64url')}"`
  c.header('ETag', etag)
  c.header('Cache-Control', cacheControl)
  if (hasAlready(c, etag)) return c.body(null, 304)
  c.header('Content-Type', mediaType)
  return c.body(typeof content === 'string' ? content : (content as Uint8Array<ArrayBuffer>))
}
