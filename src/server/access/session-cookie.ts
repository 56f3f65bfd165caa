import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { Problem } from '../../contract/problem.ts'
import { mayDo, type Action, type Scope } from './may-do.ts'
import { readSession, renewSession, SESSION_DAYS, type Session } from './session.ts'
import type { AccessServices } from './access-services.ts'
import type { Env } from '../http/routes.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** Read at most once per request: use `sessionOf`. */
    session?: Promise<Session | null>
  }
}

/** `__Host-` cookies need https; on http, which only this machine should see, a plain one has to do. */
const NAMES = { https: '__Host-jalon', http: 'jalon' } as const

/** The session of a request, read once; `null` when nobody is signed in. */
export function sessionOf(c: Context<Env>, services: AccessServices): Promise<Session | null> {
  const known = c.get('session')
  if (known) return known
  const session = read(c, services)
  c.set('session', session)
  return session
}

/** The session of a request that needs one, its device not revoked. */
export async function requireSession(c: Context<Env>, services: AccessServices): Promise<Session> {
  const session = await sessionOf(c, services)
  if (!session) throw new Problem('not-signed-in')
  if (session.revoked) throw new Problem('device-revoked')
  return session
}

/** A session that hands something over: a withdrawn device may, into quarantine, and nothing else. */
export async function sessionThatBrings(
  c: Context<Env>,
  services: AccessServices,
): Promise<Session> {
  const session = await sessionOf(c, services)
  if (!session) throw new Problem('not-signed-in')
  return session
}

/** The session of a request, when it may do this; else a refusal. */
export async function authorise(
  c: Context<Env>,
  services: AccessServices,
  action: Action,
  scope: (session: Session) => Scope = ({ territory }) => ({ territory }),
): Promise<Session> {
  const session = await requireSession(c, services)
  if (!mayDo(session, action, scope(session))) throw new Problem('not-allowed')
  return session
}

export function setSessionCookie(c: Context<Env>, { config }: AccessServices, token: string): void {
  const { name, https } = cookieOf(c, config.https)
  setCookie(c, name, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: https,
    maxAge: SESSION_DAYS * 86_400,
  })
}

export function tokenOf(c: Context<Env>, { config }: AccessServices): string | undefined {
  return getCookie(c, cookieOf(c, config.https).name)
}

export function forgetSessionCookie(c: Context<Env>, { config }: AccessServices): void {
  const { name, https } = cookieOf(c, config.https)
  deleteCookie(c, name, { path: '/', secure: https })
}

function cookieOf(c: Context<Env>, httpsConfigured: boolean) {
  // A proxy may speak https for us; believing a liar here only makes the cookie stricter.
  const https = httpsConfigured || c.req.header('X-Forwarded-Proto') === 'https'
  return { https, name: https ? NAMES.https : NAMES.http }
}

async function read(c: Context<Env>, services: AccessServices): Promise<Session | null> {
  const token = tokenOf(c, services)
  if (token === undefined) return null
  const session = await readSession(services, token)
  if (session?.stale && !session.revoked) {
    await renewSession(services, session, token)
    setSessionCookie(c, services, token)
  }
  return session
}
