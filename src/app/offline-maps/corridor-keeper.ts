import type { Position } from 'geojson'
import { shallowRef, type ShallowRef } from 'vue'
import { corridorTiles, type TilePlace } from '../../domain/geo/corridor-tiles.ts'
import type { MapTerritory } from '../map/layers/territory-layer.ts'
import { createSerial } from '../services/serial.ts'
import type { CorridorRow } from '../storage/pack-rows.ts'
import { downloadCorridor } from './download-corridor.ts'
import { isFull, type MapTrouble } from './download-pack.ts'
import type { KeeperOptions } from './pack-keeper.ts'

/** No trail may ask more of somebody's service. */
const MOST_TILES = 1_500

type MapService = MapTerritory['map']['services'][number]

/** What keeping a strip of a service's map along a trail would take. */
export interface CorridorOffer {
  readonly service: MapService
  readonly places: readonly TilePlace[]
  readonly maxZoom: number
  readonly bytes: number
  readonly licence: string
}

export interface CorridorView {
  readonly row: CorridorRow
  readonly running: boolean
  readonly done: number
  readonly trouble: MapTrouble | null
}

export interface CorridorKeeper {
  readonly views: Readonly<ShallowRef<readonly CorridorView[]>>
  /** One offer for each service of the territory that lets its tiles be kept. */
  readonly offers: (line: readonly Position[]) => readonly CorridorOffer[]
  readonly look: (services: readonly MapService[]) => Promise<void>
  /** False when there is not even the room to begin. */
  readonly keep: (
    trail: { readonly id: string; readonly name: string; readonly territory: string },
    offer: CorridorOffer,
  ) => Promise<boolean>
  readonly resume: (id: string) => Promise<void>
  readonly pause: (id: string) => Promise<void>
  readonly remove: (id: string) => Promise<void>
}

/** Strips of map along trails, one download after the other. */
export function createCorridorKeeper(options: KeeperOptions): CorridorKeeper {
  const { storage, persist, nowMs } = options
  const { corridors } = storage
  const views = shallowRef<readonly CorridorView[]>([])
  const running = new Map<string, AbortController>()
  const done = new Map<string, number>()
  const troubles = new Map<string, MapTrouble>()
  const services = shallowRef<readonly MapService[]>([])
  const oneByOne = createSerial()

  async function read(): Promise<void> {
    const rows = await corridors.all()
    for (const row of rows) {
      if (running.has(row.id)) continue
      const missing = await corridors.missing(row.service, row.places)
      done.set(row.id, row.places.length - missing.length)
    }
    show(rows)
  }
  function show(rows: readonly CorridorRow[]): void {
    views.value = rows.map((row) => ({
      ...{ row, running: running.has(row.id), done: done.get(row.id) ?? 0 },
      trouble: troubles.get(row.id) ?? null,
    }))
  }

  /** After those before it: a service is asked for one trail at a time. */
  function queue(row: CorridorRow): Promise<void> {
    const service = services.value.find(({ id }) => id === row.service)
    if (!service?.keep || running.has(row.id)) return Promise.resolve()
    const controller = new AbortController()
    running.set(row.id, controller)
    troubles.delete(row.id)
    const { tileBytes } = service.keep
    const asked = { id: service.id, tiles: service.tiles, tileBytes }
    return oneByOne(async () => {
      try {
        if (controller.signal.aborted) return
        const outcome = await downloadCorridor(options, row, asked, controller.signal, (count) => {
          done.set(row.id, count)
          show(views.value.map((view) => view.row))
        })
        if (outcome !== 'complete' && outcome !== 'stopped') troubles.set(row.id, outcome)
        if (outcome === 'no-room') await corridors.remove(row.id)
      } finally {
        running.delete(row.id)
        await read()
      }
    })
  }

  async function start(row: CorridorRow): Promise<boolean> {
    void persist()
    try {
      await corridors.save(row)
    } catch (error) {
      if (!isFull(error)) throw error
      return false
    }
    const started = queue(row)
    await read()
    await started
    return true
  }

  return {
    views,
    offers: (line) =>
      services.value.flatMap((service) => {
        if (!service.keep) return []
        const { maxZoom: finest, tileBytes, licence } = service.keep
        const { places, maxZoom } = corridorTiles(line, finest, MOST_TILES)
        return [{ service, places, maxZoom, bytes: places.length * tileBytes, licence }]
      }),
    async look(all) {
      services.value = all
      await read()
      for (const { row } of views.value) if (row.state === 'wanted') void queue(row)
    },
    keep: (trail, { service, places }) =>
      start({
        ...{ id: `${trail.id}|${service.id}`, territory: trail.territory, trail: trail.id },
        ...{ trailName: trail.name, service: service.id, places },
        ...{ state: 'wanted', askedAtMs: nowMs() },
      }),
    async resume(id) {
      const row = views.value.find((view) => view.row.id === id)?.row
      if (row) await start({ ...row, state: 'wanted' })
    },
    async pause(id) {
      running.get(id)?.abort()
      const row = views.value.find((view) => view.row.id === id)?.row
      if (row) await corridors.save({ ...row, state: 'paused' })
      await read()
    },
    async remove(id) {
      running.get(id)?.abort()
      troubles.delete(id)
      await corridors.remove(id)
      await read()
    },
  }
}
