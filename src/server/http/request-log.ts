import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { HttpServices } from './http-services.ts'
import type { Env } from './routes.ts'

/** One line per request, without address, query or name: nothing that tells who it was. */
export function logRequests({ log, metrics, nowMs }: HttpServices): MiddlewareHandler<Env> {
  return async (c, next) => {
    const requestId = randomUUID()
    c.set('requestId', requestId)
    const startedAtMs = nowMs()
    await next()
    c.res.headers.set('X-Request-Id', requestId)
    const tookMs = nowMs() - startedAtMs
    const { method } = c.req
    const { status } = c.res
    // The pattern, not the address: addresses are without number, and may name somebody, or hold an invitation
    // that was pasted wrong.
    const route = routePath(c, -1)
    log.info({ request: requestId, method, route, status, tookMs })
    metrics.requestDone({ method, route, status, tookS: tookMs / 1_000 })
  }
}
