import { shallowRef } from 'vue'
import { sha256Of } from '../device/crypto.ts'
import { freeBytes, persist } from '../device/storage-quota.ts'
import type { OfflineMaps } from '../offline-maps/offline-maps.ts'
import type { Core } from './core.ts'

/** Lazy loading: kept maps are fetched beside the shell, since a recording needs none. */
export function createLazyMaps({ connection, storage, request, nowMs, territory }: Core) {
  const maps = shallowRef<OfflineMaps | null>(null)
  return {
    maps,
    /** What is kept, what the server has, and what was left half done. */
    async look(): Promise<void> {
      const { createOfflineMaps } = await import('../offline-maps/offline-maps.ts')
      maps.value ??= createOfflineMaps({
        ...{ connection, settings: storage.settings, fetch: request },
        ...{ sha256Of, freeBytes, persist, nowMs },
      })
      await maps.value.look(territory.home.value)
    },
  }
}
export type LazyMaps = ReturnType<typeof createLazyMaps>
