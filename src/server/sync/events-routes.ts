import { streamSSE } from 'hono/streaming'
import { API } from '../../contract/endpoints.ts'
import type { Routes } from '../http/routes.ts'
import { authorise, tokenOf } from '../access/session-cookie.ts'
import { mayDo } from '../access/may-do.ts'
import { readSession } from '../access/session.ts'
import type { SyncServices } from './sync-services.ts'

/** Proxies cut silent connections after a minute or so. */
const HEARTBEAT_MS = 25_000
/** Whoever was let go for another tab of the same device does not come back at once, to drive out the next. */
const COME_BACK_MS = 60_000
/** What a last word may take to whoever does not read. */
const LAST_WORD_MS = 1_000

/** Server-sent events: `head`, and nothing but the number. What moved is for a pull to say. */
export const eventsRoutes: Routes<SyncServices> = (app, services) => {
  app.get(API.events, async (c) => {
    const { territory, device } = await authorise(c, services, 'listen')
    const token = tokenOf(c, services) ?? ''
    const mayStillListen = async () => {
      const session = await readSession(services, token)
      return session !== null && mayDo(session, 'listen', { territory })
    }

    // The newest number is all there is to say: while the reader is slow, no others are kept for them.
    let [head, isOver, isFull] = [-1, false, false]
    let wake: () => void = () => undefined
    const quiet = () =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, HEARTBEAT_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    const over = () => {
      isOver = true
      wake()
    }
    let cut: () => void = () => undefined
    const stop = services.events.listen({
      ...{ territory, device },
      tell: (next) => {
        if (next === head) return
        head = next
        wake()
      },
      end: () => {
        isFull = true
        over()
        setTimeout(() => cut(), LAST_WORD_MS).unref()
      },
    })

    // Proxies must not keep events back until there are many.
    c.header('X-Accel-Buffering', 'no')
    return streamSSE(c, async (stream) => {
      cut = () => stream.abort()
      stream.onAbort(() => {
        stop()
        over()
      })
      try {
        const known = await services.store.read((tx) => tx.feed.head(territory))
        head = Math.max(head, known)
        for (let told = -1; !isOver;) {
          if (told === head) await quiet()
          if (isOver || !(await mayStillListen())) break
          const event = told === head ? 'still-here' : 'head'
          told = head
          await stream.writeSSE({ event, data: event === 'head' ? String(head) : '' })
        }
        if (isFull) await stream.writeSSE({ event: 'enough', data: '', retry: COME_BACK_MS })
      } finally {
        stop()
      }
    })
  })
}
