import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { App } from './routes.ts'

/** What is under way may end: a photo on a slow line. What takes longer is sent again, from where it was. */
const GRACE_MS = 10_000

/** Longer than proxies keep a silent connection: the one who sends must be the one who closes. */
const KEEP_ALIVE_MS = 75_000
/** A photo of 25 MB where there is one bar of signal; what is cut is gone on with. */
const LONGEST_REQUEST_MS = 900_000
/** A line on which nothing moves in either direction: somebody who does not read, or is gone. Events speak more often. */
const STILL_MS = 300_000
/** Each costs memory before it has said anything. A proxy needs a few hundred. */
const CONNECTIONS = 10_000
/** Asked on one connection before the first is answered: browsers and proxies ask one, whoever floods asks hundreds. */
const ASKED_AT_ONCE = 32

export interface Listening {
  readonly port: number
  /** Stops taking requests and lets those under way end. */
  stop(): Promise<void>
}

interface Bounds {
  readonly stillMs?: number
  readonly connections?: number
}

/** Listens; fails with the system's own code (`EADDRINUSE`…) when it cannot. */
export async function listen(
  app: App,
  at: { port: number; host: string },
  { stillMs = STILL_MS, connections = CONNECTIONS }: Bounds = {},
): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    createServer: ((options: object, listener: RequestListener) =>
      createServer(options, fewAtOnce(listener))) as typeof createServer,
  }) as Server
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.requestTimeout = LONGEST_REQUEST_MS
  server.timeout = stillMs
  server.maxConnections = connections
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

/** Answers wait in memory for those before them: a connection that piles them up is cut. */
function fewAtOnce(listener: RequestListener): RequestListener {
  const underWay = new WeakMap<Socket, number>()
  return (request, response) => {
    const { socket } = request
    const count = (underWay.get(socket) ?? 0) + 1
    if (count > ASKED_AT_ONCE) return void socket.destroy()
    underWay.set(socket, count)
    response.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1))
    return listener(request, response)
  }
}
