import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Services } from '../services.ts'
import type { Env } from './routes.ts'

/** One line per request, without query, address or name: nothing that tells who it was. */
export function logRequests({ log, metrics, nowMs }: Services): MiddlewareHandler<Env> {
  return async (c, next) => {
    const requestId = randomUUID()
    c.set('requestId', requestId)
    const startedAtMs = nowMs()
    await next()
    c.res.headers.set('X-Request-Id', requestId)
    const tookMs = nowMs() - startedAtMs
    const { method, path } = c.req
    const { status } = c.res
    log.info({ request: requestId, method, path, status, tookMs })
    // The pattern, not the address: addresses are without number, and may name somebody.
    const route = routePath(c, -1)
    metrics.requestDone({ method, route, status, tookS: tookMs / 1_000 })
  }
}
