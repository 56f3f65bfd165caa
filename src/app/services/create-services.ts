import { computed } from 'vue'
import type { CaptureServices } from '../capture/capture-services.ts'
import { reencodePhoto } from '../capture/media/photo.ts'
import { battery } from '../device/battery.ts'
import { sha256Of } from '../device/crypto.ts'
import { shareFile } from '../device/share-file.ts'
import { freeBytes, persist } from '../device/storage-quota.ts'
import { RECORDER_LOCK } from '../device/tab-lock.ts'
import { createReserve } from '../storage/reserve.ts'
import { createToasts } from '../ui/toasts.ts'
import type { AppServices } from './app-services.ts'
import { createBackgroundSync } from './background-sync.ts'
import { createCore, type Core } from './core.ts'
import { createLanguage } from './language.ts'
import { createLazyMaps } from './lazy-maps.ts'
import { watchUpdates } from './updates.ts'
import { createChecklistOpener, createOutboxUseCases, createWalkUseCases } from './use-cases.ts'

/** Composition root: the one place where the phone, the network and every stage are put together. */
export function createServices() {
  const core = createCore()
  const { account, api, device, isRecording, storageTrouble, territory } = core
  const maps = createLazyMaps(core)
  const sync = createBackgroundSync({
    ...core,
    afterRound: async () => {
      const known = await account.read()
      if (known) await territory.look(known.territory)
      await maps.look()
    },
  })
  const language = createLanguage(core.storage.settings)
  const updates = watchUpdates(
    () => !isRecording(),
    () => device.locks.isHeldAnywhere(RECORDER_LOCK),
  )
  const capture = captureServices(core, sync.syncNow)
  const services: AppServices = {
    ...capture,
    ...createWalkUseCases(core, sync),
    ...createOutboxUseCases(core, capture),
    openChecklist: createChecklistOpener(core, sync, maps),
    ...{ account, api, territory, storageTrouble, updates, shareFile },
    ...{ language: language.language, setLanguage: language.setLanguage, words: language.words },
    ...{ syncer: sync.syncer, syncing: sync.syncing, synced: sync.synced, onStored: sync.onStored },
    identity: account.read,
    joined: computed(() => account.identity.value !== null),
    maps: maps.maps,
    reload: () => location.reload(),
  }
  return {
    services,
    loadWords: language.loadWords,

    /** Reads what is kept on the phone; needs no network. */
    async start(): Promise<void> {
      try {
        await language.start()
        // It came late, but it came.
        if (storageTrouble.value === 'blocked') storageTrouble.value = null
        await territory.load()
        await account.load()
      } catch {
        storageTrouble.value = 'broken'
      }
      // Not waited for: a map that is kept shows at once, and nothing else depends on it.
      void maps.look().catch(() => undefined)
    },

    /** From now on, by itself: rounds of sync, and a look for a new version when the screen comes back. */
    keepUpToDate(): void {
      device.page.onChange((visible) => {
        if (visible) updates.look()
      })
      sync.keepSyncing()
    },
  }
}

function captureServices(core: Core, syncNow: () => void): CaptureServices {
  return {
    ...core,
    ...{ syncNow, sha256Of, freeBytes, persist, battery },
    toasts: createToasts(),
    reencodePhoto: (file, takenAtMs) => reencodePhoto(file, takenAtMs, sha256Of),
    microphone: async () => (await import('../device/microphone.ts')).openMicrophone(),
    reserve: createReserve(core.storage.blobs, (piece) => void crypto.getRandomValues(piece)),
  }
}
