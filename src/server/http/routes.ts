import type { Hono } from 'hono'
import type { Session } from '../access/session.ts'
import type { Services } from '../services/services.ts'

/** What a request carries between the kernel and the routes. */
export interface Env {
  Variables: {
    requestId: string
    /** Read at most once per request: use `sessionOf`. */
    session?: Promise<Session | null>
  }
}
export type App = Hono<Env>

/** One file of routes: `*-routes.ts` exports one of these, listed in `all-routes.ts`. */
export type Routes = (app: App, services: Services) => void
