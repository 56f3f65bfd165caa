import type { MiddlewareHandler } from 'hono'
import type { Services } from '../services.ts'
import type { Env } from './routes.ts'

/** One line per request, without query, address or name: nothing that tells who it was. */
export function logRequests({ log, newId, nowMs }: Services): MiddlewareHandler<Env> {
  return async (c, next) => {
    const requestId = newId()
    c.set('requestId', requestId)
    const startedAtMs = nowMs()
    await next()
    c.res.headers.set('X-Request-Id', requestId)
    log.info({
      request: requestId,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      tookMs: nowMs() - startedAtMs,
    })
  }
}
