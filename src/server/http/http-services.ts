import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Store } from '../storage/store.ts'
import type { Metrics } from './metrics.ts'

/** What the HTTP kernel needs of the server. */
export interface HttpServices {
  readonly config: Config
  readonly store: Store
  readonly log: Logger
  readonly metrics: Metrics
  readonly nowMs: () => number
  readonly events: { listeners(): number }
}
