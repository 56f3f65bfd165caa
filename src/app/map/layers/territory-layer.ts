import type { FeatureCollection } from 'geojson'
import type { Map } from 'maplibre-gl'
import type { Territory } from '../../../domain/catalogue/territory.ts'
import type { Palette } from '../palette.ts'

export type MapTerritory = Pick<Territory, 'outline' | 'communes' | 'map'>

/** The ground of every map: the territory's outline and its communes' names. Needs no network. */
export function addTerritory(
  map: Map,
  territory: MapTerritory,
  palette: Palette,
  font: string,
): void {
  const outline = { type: 'Feature' as const, geometry: territory.outline, properties: {} }
  map.addSource('territory', { type: 'geojson', data: outline as GeoJSON.Feature })
  map.addSource('communes', { type: 'geojson', data: communes(territory) })
  map.addLayer({
    id: 'territory-area',
    type: 'fill',
    source: 'territory',
    paint: { 'fill-color': palette.area },
  })
  map.addLayer({
    id: 'territory-outline',
    type: 'line',
    source: 'territory',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': palette.outline, 'line-width': 2, 'line-dasharray': [4, 2] },
  })
  map.addLayer({
    id: 'communes-dots',
    type: 'circle',
    source: 'communes',
    minzoom: 9,
    paint: { 'circle-radius': 2.5, 'circle-color': palette.outline },
  })
  map.addLayer({
    id: 'communes-names',
    type: 'symbol',
    source: 'communes',
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [font],
      'text-size': ['interpolate', ['linear'], ['zoom'], 8, 12, 13, 16],
      'text-offset': [0, 0.9],
      'text-padding': 8,
    },
    paint: {
      'text-color': palette.label,
      'text-halo-color': palette.area,
      'text-halo-width': 1.8,
    },
  })
}

function communes(territory: MapTerritory): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: territory.communes.flatMap(({ name, centre }) =>
      centre
        ? [
            {
              type: 'Feature' as const,
              geometry: { type: 'Point' as const, coordinates: [...centre] },
              properties: { name },
            },
          ]
        : [],
    ),
  }
}
