import type { Context } from 'hono'
import { Problem } from '../../contract/problem.ts'
import type { Config } from '../config.ts'
import type { Env } from '../http/routes.ts'

/** Whom a passkey is made for: a host, and the origin its pages are at. */
export interface RelyingParty {
  readonly id: string
  readonly origin: string
}

/**
 * The public address of the settings; on the server's own machine also `localhost`. Never what a header
 * alone says: a passkey of another name would be somebody else's.
 */
export function relyingParty(c: Context<Env>, { baseUrl }: Config): RelyingParty {
  const own = new URL(baseUrl)
  const sent = c.req.header('Origin')
  const { origin, hostname } = sent !== undefined && URL.canParse(sent) ? new URL(sent) : own
  if (origin === own.origin) return { id: own.hostname, origin }
  // The kernel has seen that the page and the server have the same host.
  if (hostname === 'localhost') return { id: hostname, origin }
  throw new Problem('passkey-elsewhere', { params: { address: own.origin } })
}
