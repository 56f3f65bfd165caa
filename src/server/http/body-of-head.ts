import type { MiddlewareHandler } from 'hono'

/**
 * HEAD runs what GET runs, and what it would have sent goes nowhere: whoever is about to send it is told so.
 * A stream that nobody reads and nobody ends would keep its listener, or its file, for ever.
 */
export function endBodyOfHead(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    if (c.req.method === 'HEAD') await c.res.body?.cancel()
  }
}
