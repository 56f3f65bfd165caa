import type { HttpBindings } from '@hono/node-server'
import { Readable } from 'node:stream'
import type { Context } from 'hono'
import { Problem } from '../../contract/problem.ts'

/** A line that is silent for so long is dead, whatever the system still believes of it. */
const SILENT_MS = 60_000

/**
 * Idle timeout on a request body: the bytes as they come in; after a silence of the sender, reading them fails with
 * `body-stalled`.
 */
export interface BodyWithTimeout extends AsyncIterable<Uint8Array> {
  /** From now on no silence is longer than this. */
  shortenTimeout(silentMs: number): void
}

export function bodyWithTimeout(
  c: Pick<Context, 'req' | 'env'>,
  { silentMs = SILENT_MS }: { readonly silentMs?: number } = {},
): BodyWithTimeout {
  let longestMs = silentMs
  let timer: ReturnType<typeof setTimeout> | undefined
  let isWaiting = false
  let giveUp: () => void = () => undefined
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Problem('body-stalled'))
  })
  const watch = () => {
    clearTimeout(timer)
    timer = setTimeout(giveUp, longestMs)
  }

  return {
    shortenTimeout(silentMs) {
      longestMs = Math.min(longestMs, silentMs)
      if (isWaiting) watch()
    },
    async *[Symbol.asyncIterator]() {
      const reader = readerOf(c)
      if (!reader) return
      try {
        for (;;) {
          isWaiting = true
          watch()
          const { done, value } = await Promise.race([givenUp, reader.read()])
          isWaiting = false
          clearTimeout(timer)
          if (done) return
          yield value
        }
      } finally {
        isWaiting = false
        clearTimeout(timer)
        // Leaving early: the sender hears the answer, then the line is closed on what it still sends.
        reader.leave()
      }
    },
  }
}

interface Reader {
  read(): Promise<IteratorResult<Uint8Array, unknown>>
  leave(): void
}

/**
 * From the connection itself where there is one: a web stream around it costs a tenth of a millisecond, and to
 * cancel it cuts the line before the sender has heard why.
 */
function readerOf({ req, env }: Pick<Context, 'req' | 'env'>): Reader | undefined {
  const { incoming } = (env ?? {}) as Partial<HttpBindings>
  if (incoming instanceof Readable) {
    const chunks = incoming.iterator({ destroyOnReturn: false }) as AsyncGenerator<Uint8Array>
    return {
      read: () => chunks.next(),
      leave: () => void chunks.return(undefined).catch(() => undefined),
    }
  }
  const reader = (req.raw.body as ReadableStream<Uint8Array> | null)?.getReader()
  return (
    reader && {
      read: () => reader.read(),
      leave: () => void reader.cancel().catch(() => undefined),
    }
  )
}
