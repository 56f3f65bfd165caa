import { Problem } from '../../contract/problem.ts'
import type { Store } from '../storage/store.ts'

export interface Listener {
  readonly territory: string
  readonly device: string
  /** Called often, and never waited for: what it does with it must not grow. */
  readonly tell: (head: number) => void
  /** The server stops, or the same device listens too often. */
  readonly end: () => void
}

/** Tells readers that the head of a territory moved; never what moved. */
export interface HeadEvents {
  moved(territory: string): void
  /** Gives the way to stop listening. Refuses when the whole server has too many listeners. */
  listen(listener: Listener): () => void
  /** Lets go of every listener: the server stops. */
  close(): void
  /** How many listen. */
  listeners(): number
}

/** Other processes write too (the command line, a second server): the store is asked now and then. */
const ASK_AGAIN_MS = 1_000
/** Tabs of one desk. The oldest goes when there is one more: it may be a line that nobody knows is dead. */
export const LISTENERS_PER_DEVICE = 6
export const LISTENERS = 1_000

export function headEvents(store: Store): HeadEvents {
  const listeners = new Map<string, Set<Listener>>()
  const told = new Map<string, number>()
  let isClosed = false

  const ask = async (territory: string) => {
    const head = await store.read((tx) => tx.feed.head(territory))
    if (told.get(territory) === head) return
    told.set(territory, head)
    for (const { tell } of listeners.get(territory) ?? []) tell(head)
  }
  /** A store that is closing or away cannot say: the next question will. */
  const askQuietly = (territory: string) => void ask(territory).catch(() => undefined)

  const timer = setInterval(() => {
    for (const territory of listeners.keys()) askQuietly(territory)
  }, ASK_AGAIN_MS)
  timer.unref()

  const count = () => [...listeners.values()].reduce((sum, all) => sum + all.size, 0)
  const leave = (listener: Listener) => {
    const { territory } = listener
    const all = listeners.get(territory)
    if (!all?.delete(listener) || all.size > 0) return
    listeners.delete(territory)
    told.delete(territory)
  }

  return {
    moved(territory) {
      if (listeners.has(territory)) askQuietly(territory)
    },
    listen(listener) {
      const { territory, device } = listener
      const own = [...(listeners.get(territory) ?? [])].filter((one) => one.device === device)
      const oldest = own.length >= LISTENERS_PER_DEVICE ? own[0] : undefined
      if (!oldest && count() >= LISTENERS) throw new Problem('too-many-requests')
      if (oldest) {
        leave(oldest)
        oldest.end()
      }
      const all = listeners.get(territory) ?? new Set()
      listeners.set(territory, all.add(listener))
      if (isClosed) listener.end()
      return () => leave(listener)
    },
    listeners: count,
    close() {
      isClosed = true
      clearInterval(timer)
      for (const all of listeners.values()) for (const { end } of all) end()
      listeners.clear()
    },
  }
}
