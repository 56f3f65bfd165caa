import type { Store } from '../storage/store.ts'

/** Tells readers that the head of a territory moved; never what moved. */
export interface HeadEvents {
  moved(territory: string): void
  /** Gives the way to stop listening. */
  listen(territory: string, tell: (head: number) => void): () => void
  /** Lets go of every listener: the server stops. */
  close(): void
  closed(): boolean
  /** Resolves when the server stops. */
  readonly closing: Promise<void>
  /** How many listen. */
  listeners(): number
}

/** Other processes write too (the command line, a second server): the store is asked now and then. */
const ASK_AGAIN_MS = 5_000

export function headEvents(store: Store): HeadEvents {
  const listeners = new Map<string, Set<(head: number) => void>>()
  const told = new Map<string, number>()
  let closed = false
  let tellClosing: () => void = () => undefined
  const closing = new Promise<void>((resolve) => (tellClosing = resolve))

  const ask = async (territory: string) => {
    const head = await store.read((tx) => tx.feed.head(territory))
    if (told.get(territory) === head) return
    told.set(territory, head)
    for (const tell of listeners.get(territory) ?? []) tell(head)
  }
  /** A store that is closing or away cannot say: the next question will. */
  const askQuietly = (territory: string) => void ask(territory).catch(() => undefined)

  const timer = setInterval(() => {
    for (const territory of listeners.keys()) askQuietly(territory)
  }, ASK_AGAIN_MS)
  timer.unref()

  return {
    moved(territory) {
      if (listeners.has(territory)) askQuietly(territory)
    },
    listen(territory, tell) {
      const all = listeners.get(territory) ?? new Set()
      listeners.set(territory, all.add(tell))
      return () => {
        all.delete(tell)
        if (all.size === 0) {
          listeners.delete(territory)
          told.delete(territory)
        }
      }
    },
    closed: () => closed,
    closing,
    listeners: () => [...listeners.values()].reduce((sum, all) => sum + all.size, 0),
    close() {
      closed = true
      clearInterval(timer)
      tellClosing()
      listeners.clear()
    },
  }
}
