import type { ApiClient } from '../services/api-client.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'

/** What syncing needs of the outside. */
export interface SyncOptions {
  readonly api: Pick<ApiClient, 'info' | 'push' | 'pull' | 'sendBlob' | 'blobOffset'>
  readonly storage: Pick<
    PhoneStorage,
    'outbox' | 'blobs' | 'catalogue' | 'settings' | 'quarantine' | 'drafts' | 'thumbs'
  >
  readonly nowMs: () => number
  /** 0 to 1: spreads the attempts of many phones. */
  readonly random: () => number
}

/** How a round ended. Anything but `done` is tried again later; nothing is lost meanwhile. */
export type RoundEnd =
  'done' | 'no-network' | 'stranger' | 'signed-out' | 'server-trouble' | 'too-old'
