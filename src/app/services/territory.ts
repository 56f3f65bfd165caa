import { shallowRef } from 'vue'
import { territory as territorySchema, type Territory } from '../../domain/catalogue/territory.ts'
import type { ApiClient } from './api-client.ts'
import type { MapTerritory } from '../map/layers/territory-layer.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'

export interface TerritorySummary {
  readonly id: string
  readonly name: Readonly<Record<string, string>>
  readonly demo: boolean
  /** The whole configuration, for the map; absent until it was fetched once. */
  readonly config?: unknown
}

interface TerritoryOptions {
  readonly api: Pick<ApiClient, 'info' | 'territory'>
  readonly storage: Pick<PhoneStorage, 'settings'>
  readonly nowMs: () => number
}

const TERRITORY_KEY = 'territory'

/** The territory this phone belongs to: its name, whether it is a demonstration, and its map. */
export function createTerritoryState({ api, storage, nowMs }: TerritoryOptions) {
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
    /** Reads what this phone knows of it. */
    load: async () => set(territoryOf(await storage.settings.get(TERRITORY_KEY))),
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
      await storage.settings.set(TERRITORY_KEY, next)
      set(next)
    },
  }
}

export type TerritoryState = ReturnType<typeof createTerritoryState>

/** What is kept on the phone, if it is a territory at all. */
function territoryOf(raw: unknown): TerritorySummary | null {
  const known = raw as Partial<TerritorySummary> | null | undefined
  return known && typeof known.id === 'string' && typeof known.name === 'object'
    ? (known as TerritorySummary)
    : null
}
