import { shallowRef } from 'vue'
import { territory as territorySchema } from '../domain/catalogue/territory.ts'
import type { TerritorySummary } from './access/access.store.ts'
import type { ApiClient } from './api-client.ts'
import type { MapTerritory } from './map/layers/territory-layer.ts'
import type { PhoneStorage } from './storage/phone-storage.ts'

interface Watched {
  readonly api: Pick<ApiClient, 'info' | 'territory'>
  readonly storage: Pick<PhoneStorage, 'settings'>
  readonly nowMs: () => number
  readonly key: string
}

/** The territory this phone belongs to: its name, whether it is a demonstration, and its map. */
export function createTerritoryWatch({ api, storage, nowMs, key }: Watched) {
  const summary = shallowRef<TerritorySummary | null>(null)
  const map = shallowRef<MapTerritory | undefined>()
  let skewMs: number | null = null
  let looked = ''

  function set(next: TerritorySummary | null): void {
    summary.value = next
    const parsed = territorySchema.safeParse(next?.config)
    map.value = parsed.success ? parsed.data : undefined
  }

  return {
    summary,
    map,
    set,
    clockSkewMs: () => skewMs,
    /** Once an opening of the app: configuration changes rarely. */
    async look(id: string): Promise<void> {
      if (looked === id) return
      const askedAtMs = nowMs()
      const info = await api.info()
      const config = await api.territory(id)
      if (!info.ok || !config.ok) return
      looked = id
      skewMs = (askedAtMs + nowMs()) / 2 - Date.parse(info.value.serverTime)
      const known = info.value.territories.find((one) => one.id === id)
      if (!known) return
      const next = {
        id,
        name: known.name,
        demo: known.demo,
        config: config.value['territory'] ?? config.value,
      }
      await storage.settings.set(key, next)
      set(next)
    },
  }
}

/** What is kept on the phone, if it is a territory at all. */
export function territoryOf(raw: unknown): TerritorySummary | null {
  const known = raw as Partial<TerritorySummary> | null | undefined
  return known && typeof known.id === 'string' && typeof known.name === 'object'
    ? (known as TerritorySummary)
    : null
}
