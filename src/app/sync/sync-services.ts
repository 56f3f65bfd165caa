import type { ShallowRef } from 'vue'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import type { Draft } from '../storage/rows.ts'
import type { Syncer } from './syncer.ts'
import type { Sender } from './send-outbox.ts'
import type { Toasts } from '../ui/toasts.ts'

/** What this stage needs of the app's services. */
export interface SyncServices {
  readonly storage: PhoneStorage
  readonly syncer: Syncer
  readonly identity: () => Promise<Sender | null>
  readonly nowMs: () => number
  /** Puts one draft into the outbox on its own. */
  readonly sendDraft: (draft: Draft) => Promise<boolean>
  /** A new draft that says a sent record anew; its id, or `null` when it cannot be one. */
  readonly correctRecord: (id: string) => Promise<string | null>
  /** Everything of this phone in one file, handed to the person. */
  readonly rescue: () => Promise<{ readonly name: string; readonly bytes: number }>
  /** Calls back after each change on disk or of the state; gives back how to stop. */
  readonly onStored: (listener: () => void) => () => void
  readonly joined: Readonly<ShallowRef<boolean>>
  readonly toasts: Toasts
}
