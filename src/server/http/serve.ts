import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { App } from './routes.ts'

/** What is under way may end: a photo on a slow line. What takes longer is sent again, from where it was. */
const GRACE_MS = 10_000

/** Longer than proxies keep a silent connection: the one who sends must be the one who closes. */
const KEEP_ALIVE_MS = 75_000
/** A photo of 25 MB where there is one bar of signal; what is cut is gone on with. */
const LONGEST_REQUEST_MS = 900_000

export interface Listening {
  readonly port: number
  /** Stops taking requests and lets those under way end. */
  stop(): Promise<void>
}

/** Listens; fails with the system's own code (`EADDRINUSE`…) when it cannot. */
export async function listen(app: App, at: { port: number; host: string }): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.requestTimeout = LONGEST_REQUEST_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), GRACE_MS).unref()
      }),
  }
}
