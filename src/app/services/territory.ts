import { shallowRef } from 'vue'
import { territory as territorySchema, type Territory } from '../../domain/catalogue/territory.ts'
import type { TerritorySummary } from '../access/access.store.ts'
import type { ApiClient } from './api-client.ts'
import type { MapTerritory } from '../map/layers/territory-layer.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'

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
  const home = shallowRef<Territory | undefined>()
  let skewMs: number | null = null
  let looked = ''

  function set(next: TerritorySummary | null): void {
    summary.value = next
    const parsed = territorySchema.safeParse(next?.config)
    home.value = parsed.success ? parsed.data : undefined
    map.value = home.value
  }

  /** The server's clock against this one, in the middle of a call. */
  async function compareClock(): Promise<Awaited<ReturnType<ApiClient['info']>>> {
    const askedAtMs = nowMs()
    const info = await api.info()
    if (info.ok) skewMs = (askedAtMs + nowMs()) / 2 - Date.parse(info.value.serverTime)
    return info
  }

  return {
    summary,
    map,
    /** All of its configuration. */
    home,
    set,
    clockSkewMs: () => skewMs,
    compareClock: async () => void (await compareClock()),
    /** Once an opening of the app: configuration changes rarely. */
    async look(id: string): Promise<void> {
      if (looked === id) return
      const info = await compareClock()
      const config = await api.territory(id)
      if (!info.ok || !config.ok) return
      looked = id
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
