import { computed, shallowRef } from 'vue'
import type { Territory } from '../../domain/catalogue/territory.ts'
import type { Fetch } from '../services/api-client.ts'
import type { KeptGround } from '../map/offline-basemap.ts'
import { createCorridorKeeper } from './corridor-keeper.ts'
import { tileAddress } from './download-corridor.ts'
import { createMapFetcher } from './fetch-maps.ts'
import { createPackKeeper, type KeeperWorld } from './pack-keeper.ts'
import type { PacksPorts } from './packs-ports.ts'
import type { Connection } from '../storage/connection.ts'
import { createIdbMapStorage } from '../storage/idb-map-storage.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'

const CHOSEN_KEY = 'ground'

interface OfflineWorld extends Omit<KeeperWorld, 'storage' | 'fetcher' | 'sleep'> {
  readonly connection: Connection
  readonly settings: PhoneStorage['settings']
  readonly fetch: Fetch
}

export interface OfflineMaps {
  readonly ports: PacksPorts
  readonly ground: KeptGround
  /** What is kept, what the server has, and what was left half done. */
  readonly look: (territory: Pick<Territory, 'id' | 'map'> | undefined) => Promise<void>
}

/** Maps for days without a network: what keeps them, and what every map of the app stands on. */
export function createOfflineMaps(world: OfflineWorld): OfflineMaps {
  const storage = createIdbMapStorage(world.connection)
  const fetcher = createMapFetcher(world.fetch)
  const keepers = { ...world, storage, fetcher, sleep }
  const pack = createPackKeeper(keepers)
  const corridors = createCorridorKeeper(keepers)
  const home = shallowRef<{ readonly id: string } | null>(null)
  const chosen = shallowRef('')
  const kept = computed<ReadonlySet<string>>(
    () => new Set(corridors.views.value.map(({ row }) => row.service)),
  )
  let asked = false

  return {
    ports: { pack, corridors, territory: home, freeBytes: world.freeBytes },
    ground: {
      pack: pack.ground,
      services: kept,
      chosen,
      choose(service) {
        chosen.value = service
        void world.settings.set(CHOSEN_KEY, service)
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
        const known = await world.settings.get(CHOSEN_KEY)
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
