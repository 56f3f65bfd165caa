import { streamSSE } from 'hono/streaming'
import { API } from '../../contract/endpoints.ts'
import type { Routes } from '../http/routes.ts'
import { authorise } from '../http/session-cookie.ts'

/** Proxies cut silent connections after a minute or so. */
const HEARTBEAT_MS = 25_000

/** Server-sent events: `head`, and nothing but the number. What moved is for a pull to say. */
export const eventsRoutes: Routes = (app, services) => {
  app.get(API.events, async (c) => {
    const { territory } = await authorise(c, services, 'listen')
    // Proxies must not keep events back until there are many.
    c.header('X-Accel-Buffering', 'no')
    return streamSSE(c, async (stream) => {
      const tell = (head: number) => void stream.writeSSE({ event: 'head', data: String(head) })
      const stop = services.events.listen(territory, tell)
      stream.onAbort(stop)
      tell(await services.store.read((tx) => tx.feed.head(territory)))
      while (!stream.aborted && !services.events.closed()) {
        await Promise.race([stream.sleep(HEARTBEAT_MS), services.events.closing])
        if (services.events.closed()) break
        await stream.writeSSE({ event: 'still-here', data: '' })
      }
      stop()
    })
  })
}
