import type { NewId } from '../../domain/observation/ids.ts'
import type { Config } from '../config.ts'
import type { Store } from '../storage/store.ts'

/** What it takes to know who is asking, and to let people in. */
export interface AccessServices {
  readonly config: Config
  readonly store: Store
  readonly nowMs: () => number
  readonly newId: NewId
}
