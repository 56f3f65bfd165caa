import { API } from '../../../contract/endpoints.ts'
import { runCoalesced } from '../../services/run-coalesced.ts'

/** A browser gives up for good when the answer is no stream: a proxy whose server starts again, a full one. */
const AGAIN_MS = 30_000
const GIVEN_UP = 2
/** Ten phones that come home say so three times a second; nobody reads a list as often. */
const CALM_MS = 1_000
const NAME = 'jalon-desk-events'

/** A page, beside other pages of the same browser. */
export interface LivePage {
  readonly openStream: (path: string) => LiveStream
  /** Calls back once this page is the one that listens for all; gives the way to leave that to another. */
  readonly lead: (begin: () => void) => () => void
  readonly tellOthers: () => void
  readonly onToldByOthers: (listener: () => void) => void
  /** 0 to 1: spreads the desks that come back. */
  readonly random: () => number
}
/** Looks at the server again; done when it has. */
export type Tell = () => void | Promise<void>
export type LiveStream = Pick<EventSource, 'addEventListener' | 'close' | 'readyState'>

/**
 * Leader election and broadcast: one tab holds the server's event stream (SSE) and tells the others, because
 * without HTTP/2 a browser has six connections for all its tabs and a stream holds one. Each new stream begins
 * with an event, so nothing is missed. Throttled: however much happens while a listener is at work, or within
 * a second after, it runs once more.
 */
export function liveUpdates(page: LivePage): (tell: Tell) => () => void {
  const listeners = new Set<() => void>()
  let leave: (() => void) | null = null
  let stream: LiveStream | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const tellAll = () => {
    for (const tell of listeners) tell()
  }
  const open = () => {
    const opened = page.openStream(API.events)
    stream = opened
    opened.addEventListener('head', () => {
      tellAll()
      page.tellOthers()
    })
    opened.addEventListener('error', () => {
      if (opened !== stream || opened.readyState !== GIVEN_UP) return
      timer = setTimeout(open, AGAIN_MS * (0.5 + page.random()))
    })
  }
  const stop = () => {
    clearTimeout(timer)
    stream?.close()
    stream = null
    leave?.()
    leave = null
  }
  page.onToldByOthers(tellAll)

  return (tell) => {
    const listener = runCoalesced(async () => {
      try {
        if (listeners.has(listener)) await tell()
      } catch {
        // What could not be read says so itself; the next word looks again.
      }
      await new Promise((resolve) => setTimeout(resolve, CALM_MS))
    })
    listeners.add(listener)
    leave ??= page.lead(open)
    return () => {
      if (listeners.delete(listener) && listeners.size === 0) stop()
    }
  }
}

/** Leader election by Web Locks. Where there are none, outside https, each page listens for itself. */
export function browserPage(): LivePage {
  const channel = new BroadcastChannel(NAME)
  return {
    openStream: (path) => new EventSource(path),
    lead(begin) {
      const locks = navigator.locks as LockManager | undefined
      if (!locks) {
        begin()
        return () => undefined
      }
      const given = new AbortController()
      let release: () => void = () => undefined
      const hold = () =>
        new Promise<void>((resolve) => {
          release = resolve
          begin()
        })
      locks.request(NAME, { signal: given.signal }, hold).catch(() => {
        // Not left, but refused: then this page listens for itself.
        if (!given.signal.aborted) begin()
      })
      return () => {
        given.abort()
        release()
      }
    },
    tellOthers: () => channel.postMessage(null),
    onToldByOthers: (listener) => channel.addEventListener('message', listener),
    random: Math.random,
  }
}
