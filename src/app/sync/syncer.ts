import { PROTOCOL } from '../../contract/protocol.ts'
import { endsRound } from './outbox-item.ts'
import { freePhotos } from './free-photos.ts'
import { pullCatalogue } from './pull-catalogue.ts'
import { sendOutbox, type Sender } from './send-outbox.ts'
import type { RoundEnd, SyncOptions } from './sync-options.ts'

export const SYNC_LOCK = 'jalon-sync'

export interface SyncState {
  readonly running: boolean
  /** How the last round ended; `null` before the first one. */
  readonly lastEnd: RoundEnd | null
  readonly lastEndAtMs: number
  /** The last round that reached the server and came back. */
  readonly lastDoneAtMs: number
}

export interface SyncerOptions extends SyncOptions {
  readonly locks: { readonly tryHold: (name: string) => Promise<(() => void) | null> }
  /** Who this phone is; `null` until an invitation was accepted. */
  readonly identity: () => Promise<Sender | null>
  readonly onState: (state: SyncState) => void
  /** Something in the outbox or the catalogue has changed on disk. */
  readonly onChange: () => void
}

/**
 * Sync round, coalesced, under a mutex among the windows of a browser: who is there, send, fetch. A round asked
 * for while another runs follows it.
 */
export function createSyncer(options: SyncerOptions) {
  let state: SyncState = { running: false, lastEnd: null, lastEndAtMs: 0, lastDoneAtMs: 0 }
  let running: Promise<RoundEnd | 'elsewhere'> | null = null
  let again = false

  function tell(change: Partial<SyncState>): void {
    state = { ...state, ...change }
    options.onState(state)
  }

  async function round(): Promise<RoundEnd | 'elsewhere'> {
    const identity = await options.identity()
    const release = await options.locks.tryHold(SYNC_LOCK)
    if (!release) return 'elsewhere'
    tell({ running: true })
    let end: RoundEnd = 'server-trouble'
    try {
      end = await exchange(identity)
    } finally {
      release()
      const nowMs = options.nowMs()
      tell({
        running: false,
        lastEnd: end,
        lastEndAtMs: nowMs,
        ...(end === 'done' ? { lastDoneAtMs: nowMs } : {}),
      })
      options.onChange()
    }
    return end
  }

  async function exchange(identity: Sender | null): Promise<RoundEnd> {
    const info = await options.api.info()
    if (!info.ok) {
      if (info.why === 'stranger' && info.status < 500) return 'stranger'
      return endsRound(info) ?? 'server-trouble'
    }
    if (!info.value.protocols.includes(PROTOCOL)) return 'too-old'
    if (!identity) return 'signed-out'
    const { server, epoch } = info.value
    const sent = await sendOutbox(options, { server, epoch }, identity, options.onChange)
    if (sent !== 'done' && sent !== 'server-trouble') return sent
    const pulled = await pullCatalogue(options, { server, epoch }, identity.territory)
    await freePhotos(options.storage, info.value, identity.territory)
    return sent === 'done' ? pulled : sent
  }

  return {
    state: () => state,
    /** Runs a round now, or right after the one that runs. */
    async sync(): Promise<RoundEnd | 'elsewhere'> {
      if (running) {
        again = true
        return running
      }
      running = round()
      try {
        return await running
      } finally {
        running = null
        if (again) {
          again = false
          void this.sync()
        }
      }
    },
  }
}
export type Syncer = ReturnType<typeof createSyncer>
