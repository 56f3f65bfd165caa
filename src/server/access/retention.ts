import type { Services } from '../services.ts'
import { eraseOldFixes } from './own-data.ts'

const DAY_MS = 86_400_000
/** Not at the very start: people wait for the first page then. */
const FIRST_AFTER_MS = 60_000

/** Erases what is too old, a minute after the start and then every day; holds nothing back at the end. */
export function startRetention(services: Services): void {
  const run = () => {
    eraseOldFixes(services).then(
      (erased) => services.log.info({ erased }, 'old raw fixes erased'),
      (error: unknown) => services.log.error({ err: error }, 'old raw fixes were not erased'),
    )
  }
  setTimeout(run, FIRST_AFTER_MS).unref()
  setInterval(run, DAY_MS).unref()
}
