import type { ShallowRef } from 'vue'
import type { TilePlace } from '../../domain/geo/corridor-tiles.ts'

/** A map pack whose bytes lie on this phone. */
export interface OfflinePack {
  /** Two packs with the same key are the same bytes. */
  readonly key: string
  readonly tileType: 'mvt' | 'png' | 'jpg' | 'webp'
  readonly bounds: readonly [west: number, south: number, east: number, north: number]
  readonly minZoom: number
  readonly maxZoom: number
  /** Plain text. */
  readonly attribution: string
  readonly read: (offset: number, length: number) => Promise<ArrayBuffer>
}

/** What maps may stand on without a network; made where packs are kept, given to every map. */
export interface OfflineBasemap {
  readonly pack: Readonly<ShallowRef<OfflinePack | null>>
  /** Ids of map services of which some tiles are kept. */
  readonly services: Readonly<ShallowRef<ReadonlySet<string>>>
  /** The basemap last chosen on any map: the id of a service, or `''`. */
  readonly chosen: Readonly<ShallowRef<string>>
  readonly choose: (service: string) => void
  /** A kept tile; else the service's own answer; `null` when neither is to be had. */
  readonly tile: (
    service: { readonly id: string; readonly tiles: string },
    place: TilePlace,
    signal: AbortSignal,
  ) => Promise<ArrayBuffer | null>
}
