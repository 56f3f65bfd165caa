import { computed, shallowRef, type ShallowRef } from 'vue'
import type { Territory } from '../../domain/catalogue/territory.ts'
import type { Fetch } from '../services/api-client.ts'
import type { OfflineBasemap } from '../map/offline-basemap.ts'
import { createCorridorKeeper, type CorridorKeeper } from './corridor-keeper.ts'
import { tileAddress } from './download-corridor.ts'
import { createMapFetcher } from './fetch-maps.ts'
import { createPackKeeper, type KeeperOptions, type PackKeeper } from './pack-keeper.ts'
import type { Connection } from '../storage/connection.ts'
import { createIdbMapStorage } from '../storage/idb-map-storage.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'

/** Its name on phones since the first version. */
const CHOSEN_KEY = 'ground'

interface OfflineMapsOptions extends Omit<KeeperOptions, 'storage' | 'fetcher' | 'sleep'> {
  readonly connection: Connection
  readonly settings: PhoneStorage['settings']
  readonly fetch: Fetch
}

/** Maps for days without a network: what keeps them, and what every map of the app stands on. */
export interface OfflineMaps {
  readonly pack: PackKeeper
  readonly corridors: CorridorKeeper
  readonly territory: Readonly<ShallowRef<{ readonly id: string } | null>>
  /** Room left for this app, bytes; `null` when the browser does not say. */
  readonly freeBytes: () => Promise<number | null>
  /** What every map of the app stands on without a network. */
  readonly basemap: OfflineBasemap
  /** What is kept, what the server has, and what was left half done. */
  readonly look: (territory: Pick<Territory, 'id' | 'map'> | undefined) => Promise<void>
}

export function createOfflineMaps(options: OfflineMapsOptions): OfflineMaps {
  const storage = createIdbMapStorage(options.connection)
  const fetcher = createMapFetcher(options.fetch)
  const keepers = { ...options, storage, fetcher, sleep }
  const pack = createPackKeeper(keepers)
  const corridors = createCorridorKeeper(keepers)
  const home = shallowRef<{ readonly id: string } | null>(null)
  const chosen = shallowRef('')
  const kept = computed<ReadonlySet<string>>(
    () => new Set(corridors.views.value.map(({ row }) => row.service)),
  )
  let asked = false

  return {
    pack,
    corridors,
    territory: home,
    freeBytes: options.freeBytes,
    basemap: {
      pack: pack.basemap,
      services: kept,
      chosen,
      choose(service) {
        chosen.value = service
        void options.settings.set(CHOSEN_KEY, service)
      },
      async tile(service, place, signal) {
        const row = await storage.corridors.tile(service.id, place)
        if (row) return row.bytes
        const answer = await fetcher.tile(tileAddress(service.tiles, place), signal)
        return answer.kind === 'tile' ? answer.bytes : null
      },
    },
    async look(territory) {
      if (!territory) return
      home.value = territory
      if (!asked) {
        asked = true
        const known = await options.settings.get(CHOSEN_KEY)
        if (typeof known === 'string') chosen.value = known
      }
      await corridors.look(territory.map.services)
      await pack.look(territory.id)
    },
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
