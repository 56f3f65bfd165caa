import type { Context } from 'hono'

/** Whether the reader says that it has this very content (RFC 9110, section 13.1.2: compared weakly). */
export function hasAlready(c: Context, etag: string): boolean {
  const had = c.req.header('If-None-Match')?.split(',') ?? []
  return had.some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')))
}
