import type { Logger } from 'pino'
import type { EvidenceServices } from '../evidence/create-evidence.ts'
import type { Blobs } from '../storage/blobs/blobs.ts'
import type { Store } from '../storage/store.ts'

/** What the checks need of the server. */
export interface ChecksServices extends EvidenceServices {
  readonly store: Store
  readonly blobs: Blobs
  readonly events: { moved(territory: string): void }
  readonly log: Logger
  readonly nowMs: () => number
}
