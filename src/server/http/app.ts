import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { Problem } from '../../contract/problem.ts'
import type { HttpServices } from './http-services.ts'
import { endBodyOfHead } from './body-of-head.ts'
import { answerProblem, toProblem } from './problem-answer.ts'
import { refuseNulInAddress } from './plain-address.ts'
import { logRequests } from './request-log.ts'
import { refuseOtherOrigins } from './same-origin.ts'
import type { App, Routes } from './routes.ts'
import { secureHeaders } from './secure-headers.ts'

const PACKED = ['/api/pull', '/api/desk/*', '/catalogue/*', '/sentiers/*', '/']

/** The kernel: what holds for every request, then the routes, then one place for what goes wrong. */
export function createApp<S extends HttpServices>(services: S, routes: readonly Routes<S>[]): App {
  const app: App = new Hono()
  app.use(endBodyOfHead())
  app.use(logRequests(services))
  app.use(secureHeaders(services))
  app.use(refuseOtherOrigins(services.config))
  app.use(refuseNulInAddress())
  // What grows with the catalogue. Files have their own packing, events must not wait for one.
  for (const path of PACKED) app.use(path, compress({ threshold: 1_000 }))
  for (const register of routes) register(app, services)
  app.notFound((c) => answerProblem(c, new Problem('not-found'), services.config))
  app.onError((error, c) => {
    const problem = toProblem(error)
    if (problem.code === 'server-error') {
      services.log.error({ request: c.get('requestId'), err: error }, 'request failed')
    }
    return answerProblem(c, problem, services.config)
  })
  return app
}
