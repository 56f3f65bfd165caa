import { DAY_MS } from '../../domain/day.ts'
import type { PrivacyServices } from './privacy-services.ts'
import { finishErasuresQuietly } from './erasure.ts'
import { eraseAnswered } from './own-data.ts'
import { sweepBlobs } from './sweep-blobs.ts'

/** Not at the very start: people wait for the first page then. */
const FIRST_AFTER_MS = 60_000

export interface Retention {
  /** Begins no more work, and waits for what is under way. */
  stop(): Promise<void>
}

/**
 * Finishes at once what a former process was told to erase; erases what is too old, a minute after the start and
 * then every day.
 */
export function startRetention(services: PrivacyServices): Retention {
  const { log } = services
  let stopped = false
  let last = finishErasuresQuietly(services)
  const job = async (what: string, work: () => Promise<number>) => {
    if (stopped) return
    try {
      log.info({ erased: await work() }, what)
    } catch (error) {
      log.error({ err: error }, `${what}: not done, tried again tomorrow`)
    }
  }
  const run = () => {
    last = last
      .then(() => finishErasuresQuietly(services))
      .then(() => job('old raw fixes and voices', () => eraseAnswered(services)))
      .then(() => job('abandoned uploads', () => sweepBlobs(services)))
  }
  const timers = [setTimeout(run, FIRST_AFTER_MS), setInterval(run, DAY_MS)]
  for (const timer of timers) timer.unref()
  return {
    async stop() {
      stopped = true
      for (const timer of timers) clearTimeout(timer)
      await last
    },
  }
}
