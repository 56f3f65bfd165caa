import type { Config } from '../config.ts'
import type { Store } from '../storage/store.ts'

/** What the map packs need of the server. */
export interface PackServices {
  readonly config: Pick<Config, 'dataDir'>
  readonly store: Store
}
