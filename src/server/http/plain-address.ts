import type { MiddlewareHandler } from 'hono'
import { Problem } from '../../contract/problem.ts'

/** No id, name or search has a NUL in it, and PostgreSQL cannot be asked for one: refused before any store is. */
export function refuseNulInAddress(): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.url.includes('%00')) throw new Problem('invalid-request', { field: 'address' })
    await next()
  }
}
