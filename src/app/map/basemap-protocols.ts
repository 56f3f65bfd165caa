import { addProtocol } from 'maplibre-gl'
import { PMTiles, Protocol } from 'pmtiles'
import type { OfflinePack, OfflineBasemap } from './offline-basemap.ts'

/** Addresses that never leave the phone: the map asks, the kept bytes answer. */
const PACK_SCHEME = 'pmtiles'
const TILE_SCHEME = 'kept-tile'
const TILE_ADDRESS = /^kept-tile:\/\/([a-z0-9-]+)\/(\d+)\/(\d+)\/(\d+)$/

const packs = new Protocol()
const services = new Map<string, { readonly basemap: OfflineBasemap; readonly tiles: string }>()
let added = false

/** Registers the two schemes, once for all maps. */
function addSchemes(): void {
  if (added) return
  added = true
  addProtocol(PACK_SCHEME, packs.tile)
  addProtocol(TILE_SCHEME, async ({ url }, { signal }) => {
    const [, id = '', z, x, y] = TILE_ADDRESS.exec(url) ?? []
    const service = services.get(id)
    const place = [Number(z), Number(x), Number(y)] as const
    const bytes = await service?.basemap.tile({ id, tiles: service.tiles }, place, signal)
    if (!bytes) throw new Error(`No tile ${url}`)
    return { data: bytes }
  })
}

/** The address under which a map source reads a kept pack. */
export function packAddress(pack: OfflinePack): string {
  addSchemes()
  const key = `kept-${pack.key}`
  if (!packs.get(key)) {
    packs.add(
      new PMTiles({
        getKey: () => key,
        getBytes: async (offset, length) => ({ data: await pack.read(offset, length) }),
      }),
    )
  }
  return `${PACK_SCHEME}://${key}`
}

/** The template of a service's tiles, kept ones first. */
export function keptTiles(
  basemap: OfflineBasemap,
  service: { readonly id: string; readonly tiles: string },
): string {
  addSchemes()
  services.set(service.id, { basemap, tiles: service.tiles })
  return `${TILE_SCHEME}://${service.id}/{z}/{x}/{y}`
}
