import type { Context, MiddlewareHandler } from 'hono'
import { Problem } from '../../contract/problem.ts'
import type { Config } from '../config.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A write must come from our own pages: browsers always say where a write comes from, so a foreign
 * `Origin` is refused. Programs that are no browser send none, and carry no cookie of a victim.
 */
export function refuseOtherOrigins(config: Config): MiddlewareHandler {
  return async (c, next) => {
    if (!READS.has(c.req.method) && !isOwn(c, config)) throw new Problem('wrong-origin')
    await next()
  }
}

function isOwn(c: Context, config: Config): boolean {
  const origin = c.req.header('Origin')
  if (origin === undefined) {
    const site = c.req.header('Sec-Fetch-Site')
    return site === undefined || site === 'same-origin' || site === 'none'
  }
  if (origin === new URL(config.baseUrl).origin) return true
  const host = URL.canParse(origin) ? new URL(origin).host : null
  return host !== null && host === c.req.header('Host')
}
