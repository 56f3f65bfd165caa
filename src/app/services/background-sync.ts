import { shallowRef } from 'vue'
import type { Identity } from '../access/account.ts'
import { isOnline } from '../device/browser.ts'
import type { Device } from '../device/device.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import { createSyncer } from '../sync/syncer.ts'
import type { ApiClient } from './api-client.ts'

/** While the app is open and has a network, look at least this often. */
const SYNC_EVERY_MS = 120_000

interface BackgroundSyncOptions {
  readonly api: ApiClient
  readonly storage: PhoneStorage
  readonly device: Pick<Device, 'locks' | 'page'>
  readonly identity: () => Promise<Identity | null>
  readonly nowMs: () => number
  /** What else is brought up to date after a round. */
  readonly afterRound: () => Promise<void>
}

/** Background sync: rounds by themselves and when asked for, and an event for what they changed on disk. */
export function createBackgroundSync({ device, afterRound, ...options }: BackgroundSyncOptions) {
  const syncing = shallowRef(false)
  const synced = shallowRef(false)
  const listeners = new Set<() => void>()
  const changed = () => listeners.forEach((listener) => listener())
  const syncer = createSyncer({
    ...options,
    random: Math.random,
    locks: device.locks,
    onState: ({ running, lastEnd }) => {
      syncing.value = running
      synced.value = lastEnd === 'done'
      changed()
    },
    onChange: changed,
  })
  async function sync(): Promise<void> {
    await syncer.sync()
    await afterRound()
  }
  const syncNow = () => void sync()

  return {
    syncer,
    syncing,
    synced,
    sync,
    syncNow,
    /** Calls back when something changed on disk; gives how to stop. */
    onStored: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** Polling: at the start, when the network or the screen comes back, and every two minutes. */
    keepSyncing(): void {
      addEventListener('online', syncNow)
      device.page.onChange((visible) => {
        if (visible) syncNow()
      })
      setInterval(() => {
        if (device.page.visible() && isOnline()) syncNow()
      }, SYNC_EVERY_MS)
      syncNow()
    },
  }
}
export type BackgroundSync = ReturnType<typeof createBackgroundSync>
