import type { Map } from 'maplibre-gl'
import { keptTiles } from '../basemap-protocols.ts'
import type { OfflineBasemap } from '../offline-basemap.ts'
import type { MapTerritory } from './territory-layer.ts'

export type MapService = MapTerritory['map']['services'][number]

const ID = 'base-service'
/** Drawn under everything of ours but the ground. */
const BELOW = ['communes-dots', 'reference-ground-casing']

/**
 * Shows one of the map services the territory has chosen, or none: only then is anybody else asked.
 * Tiles of it that are kept on this phone are taken from there.
 */
export function showBaseService(
  map: Map,
  service: MapService | undefined,
  kept: OfflineBasemap | null,
): void {
  if (map.getLayer(ID)) map.removeLayer(ID)
  if (map.getSource(ID)) map.removeSource(ID)
  if (!service) return
  map.addSource(ID, {
    type: 'raster',
    tiles: [kept?.services.value.has(service.id) ? keptTiles(kept, service) : service.tiles],
    tileSize: 256,
    maxzoom: service.maxZoom,
    attribution: service.attribution,
  })
  const before = BELOW.find((layer) => map.getLayer(layer))
  map.addLayer({ id: ID, type: 'raster', source: ID }, before)
}
