import type { Context } from 'hono'
import { Problem } from '../../contract/problem.ts'

/** A line that is silent for so long is dead, whatever the system still believes of it. */
const SILENT_MS = 60_000

/**
 * The bytes of a request as they come in, from a sender who may stop sending and never say so: after a silence,
 * whoever reads them hears `body-stalled`.
 */
export interface PatientBody extends AsyncIterable<Uint8Array> {
  /** From now on no silence is longer than this. */
  hurry(silentMs: number): void
}

export function patientBody(
  c: Pick<Context, 'req'>,
  { silentMs = SILENT_MS }: { readonly silentMs?: number } = {},
): PatientBody {
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
    hurry(silentMs) {
      longestMs = Math.min(longestMs, silentMs)
      if (isWaiting) watch()
    },
    async *[Symbol.asyncIterator]() {
      const reader = (c.req.raw.body as ReadableStream<Uint8Array> | null)?.getReader()
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
        // Leaving early tells the sender to stop.
        await reader.cancel().catch(() => undefined)
      }
    },
  }
}
