import type { MiddlewareHandler } from 'hono'
import type { HttpServices } from './http-services.ts'

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  // Map services ask who shows their tiles: the origin, never the page.
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'geolocation=(self), camera=(self), microphone=(self), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
} as const

/** How long the origins of the territories' map services are remembered. */
const REMEMBER_MS = 30_000

/** Safe by default; the open catalogue is open to every site. */
export function secureHeaders(services: HttpServices): MiddlewareHandler {
  let known = { atMs: -Infinity, policy: '' }
  const policy = async () => {
    const nowMs = services.nowMs()
    if (nowMs - known.atMs > REMEMBER_MS) {
      known = { atMs: nowMs, policy: contentSecurityPolicy(await mapOrigins(services)) }
    }
    return known.policy
  }
  return async (c, next) => {
    await next()
    const { headers } = c.res
    for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value)
    headers.set('Content-Security-Policy', await policy())
    if (services.config.https) {
      headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
    }
    if (c.req.path.startsWith('/catalogue/')) {
      headers.set('Access-Control-Allow-Origin', '*')
      headers.set('Cross-Origin-Resource-Policy', 'cross-origin')
    }
  }
}

/**
 * Own code only, no inline script. Styles: own files, and the style attributes that the map and the
 * widgets set; `blob:` images are photos not sent yet and the map's own, `blob:` sounds are voices not sent yet.
 */
export function contentSecurityPolicy(mapOrigins: readonly string[]): string {
  const maps = mapOrigins.map((origin) => ` ${origin}`).join('')
  return [
    "default-src 'self'",
    "script-src 'self'",
    "worker-src 'self' blob:",
    `img-src 'self' data: blob:${maps}`,
    "media-src 'self' blob:",
    `connect-src 'self' blob: data:${maps}`,
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "font-src 'self' data:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

async function mapOrigins({ store }: HttpServices): Promise<readonly string[]> {
  const territories = await store.ask((tx) => tx.territories.list())
  const urls = territories.flatMap(({ map }) => map.services.map((service) => service.tiles))
  // Subdomain templates such as https://{s}.tile… become a wildcard.
  return [...new Set(urls.map((url) => url.replace(/\{s\}/g, '*')).map(originOf))].sort()
}

function originOf(url: string): string {
  return /^https:\/\/[^/]+/.exec(url)?.[0] ?? "'self'"
}
