import { computed, shallowRef, type ShallowRef } from 'vue'
import { partCount, partRange, type MapPack } from '../../contract/packs.ts'
import type { OfflinePack } from '../map/offline-basemap.ts'
import type { MapStorage } from '../storage/map-storage.ts'
import type { PackRow } from '../storage/pack-rows.ts'
import { downloadPack, isFull, type MapTrouble } from './download-pack.ts'
import type { MapFetcher } from './fetch-maps.ts'
import { packSource } from './pack-source.ts'

export interface KeeperOptions {
  readonly storage: MapStorage
  readonly fetcher: MapFetcher
  readonly sha256Of: (bytes: ArrayBuffer) => Promise<string>
  readonly freeBytes: () => Promise<number | null>
  /** Asks the browser to keep what this app stores. */
  readonly persist: () => Promise<boolean>
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly nowMs: () => number
}

/** The territory's map on this phone, in the words of its card. */
export interface PackView {
  readonly pack: MapPack
  /** `offered`: nothing of it is here. `paused`: some of it may be. */
  readonly state: 'offered' | 'downloading' | 'paused' | 'kept'
  readonly doneBytes: number
  readonly trouble: MapTrouble | null
  /** Another, older map is on this phone and serves until this one is here. */
  readonly olderKept: boolean
}

export interface PackKeeper {
  readonly view: Readonly<ShallowRef<PackView | null>>
  readonly basemap: Readonly<ShallowRef<OfflinePack | null>>
  /** Reads what is kept, asks the server what there is, and goes on with what was wanted. */
  readonly look: (territory: string) => Promise<void>
  readonly download: () => Promise<void>
  readonly pause: () => Promise<void>
  readonly remove: () => Promise<void>
}

/** Keeps the newest map of one territory, and the one before until the newest is complete. */
export function createPackKeeper(options: KeeperOptions): PackKeeper {
  const { storage, fetcher, persist, nowMs } = options
  const rows = shallowRef<readonly PackRow[]>([])
  const offered = shallowRef<MapPack | null>(null)
  const doneBytes = shallowRef(0)
  const trouble = shallowRef<MapTrouble | null>(null)
  const running = shallowRef(false)
  const basemap = shallowRef<OfflinePack | null>(null)
  let territory = ''
  let under: AbortController | null = null

  const kept = () => rows.value.find(({ state }) => state === 'complete')
  const wanted = () => rows.value.find(({ state }) => state !== 'complete')

  const view = computed<PackView | null>(() => {
    const unfinished = wanted()
    const complete = kept()
    const newer = offered.value?.sha256 === complete?.sha256 ? null : offered.value
    const pack = unfinished?.pack ?? newer ?? complete?.pack
    if (!pack) return null
    const olderKept = complete !== undefined && complete.sha256 !== pack.sha256
    const state = running.value
      ? 'downloading'
      : unfinished
        ? 'paused'
        : pack === complete?.pack
          ? 'kept'
          : 'offered'
    const done = state === 'kept' ? pack.bytes : unfinished ? doneBytes.value : 0
    return { pack, state, doneBytes: done, trouble: trouble.value, olderKept }
  })

  async function read(): Promise<void> {
    const all = (await storage.packs.all()).filter((row) => row.territory === territory)
    const whole: PackRow[] = []
    for (const row of all) {
      const there = await storage.packs.partIndexes(row.sha256)
      const isHoled = row.state === 'complete' && there.length < partCount(row.pack)
      // The browser may have taken a part away: what is left is good, the rest is fetched again.
      whole.push(isHoled ? { ...row, state: 'paused' } : row)
      if (isHoled) trouble.value = 'damaged'
      if (row.state !== 'complete' || isHoled) {
        doneBytes.value = there.reduce((sum, i) => sum + partRange(row.pack, i).length, 0)
      }
    }
    rows.value = whole
    const complete = kept()
    if (complete?.sha256 !== basemap.value?.key) {
      basemap.value = complete ? packSource(storage, complete, () => void read()) : null
    }
  }

  async function run(row: PackRow): Promise<void> {
    if (under) return
    const controller = new AbortController()
    under = controller
    running.value = true
    trouble.value = null
    try {
      const outcome = await downloadPack(options, row, controller.signal, (bytes) => {
        doneBytes.value = bytes
      })
      if (outcome === 'complete') {
        for (const other of await storage.packs.all()) {
          const isOld = other.territory === row.territory && other.sha256 !== row.sha256
          if (isOld) await storage.packs.remove(other.sha256)
        }
      } else if (outcome !== 'stopped') {
        trouble.value = outcome
        // A full phone gets its room back, for the walk; a pack that is no more is of no use.
        if (outcome === 'no-room' || outcome === 'gone') await storage.packs.remove(row.sha256)
      }
    } finally {
      under = null
      running.value = false
      await read()
    }
    if (trouble.value === 'gone') await ask()
  }

  async function ask(): Promise<void> {
    const packs = await fetcher.packs(territory)
    if (packs) offered.value = packs[0] ?? null
  }

  async function start(pack: MapPack): Promise<void> {
    const row: PackRow = {
      ...{ sha256: pack.sha256, territory, pack, state: 'wanted', askedAtMs: nowMs() },
    }
    // Of two that are not complete, only the newer is wanted.
    const stale = wanted()
    if (stale && stale.sha256 !== pack.sha256) await storage.packs.remove(stale.sha256)
    await storage.packs.save(row)
    await read()
    await run(row)
  }

  return {
    view,
    basemap,
    async look(id) {
      territory = id
      await read()
      const waiting = wanted()
      if (waiting?.state === 'wanted') void run(waiting)
      await ask()
    },
    async download() {
      const pack = wanted()?.pack ?? offered.value ?? view.value?.pack
      if (!pack || under) return
      void persist()
      try {
        await start(pack)
      } catch (error) {
        if (!isFull(error)) throw error
        trouble.value = 'no-room'
      }
    },
    async pause() {
      const row = wanted()
      under?.abort()
      if (row) await storage.packs.save({ ...row, state: 'paused' })
      await read()
    },
    async remove() {
      under?.abort()
      for (const row of rows.value) await storage.packs.remove(row.sha256)
      trouble.value = null
      await read()
    },
  }
}
