import type { Hono } from 'hono'
import type { HttpServices } from './http-services.ts'

/** What a request carries between the kernel and the routes. */
export interface Env {
  Variables: {
    requestId: string
  }
}
export type App = Hono<Env>

/** One file of routes, with the services it needs: `*-routes.ts` exports one of these, listed in `all-routes.ts`. */
export type Routes<S = HttpServices> = (app: App, services: S) => void
