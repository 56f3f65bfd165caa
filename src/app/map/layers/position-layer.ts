import { circle } from '@turf/turf'
import type { Feature, FeatureCollection } from 'geojson'
import type { GeoJSONSource, Map } from 'maplibre-gl'
import type { MapContent, MapPosition } from '../map-content.ts'
import type { MapLayer } from '../map-layer.ts'
import type { Palette } from '../palette.ts'

const SOURCE = 'position'
const RING_POINTS = 48

/** Where the phone is, and the circle in which it may be. */
export function createPositionLayer(palette: Palette): MapLayer {
  let source: GeoJSONSource | undefined
  let drawn: MapPosition | undefined
  return {
    clickable: [],
    add(map: Map) {
      map.addSource(SOURCE, { type: 'geojson', data: features(undefined) })
      map.addLayer({
        id: 'position-circle',
        type: 'fill',
        source: SOURCE,
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': palette.position, 'fill-opacity': 0.18 },
      })
      map.addLayer({
        id: 'position-dot',
        type: 'circle',
        source: SOURCE,
        filter: ['==', ['geometry-type'], 'Point'],
        paint: {
          'circle-radius': 9,
          'circle-color': palette.position,
          'circle-stroke-color': palette.casing,
          'circle-stroke-width': 3,
        },
      })
      source = map.getSource<GeoJSONSource>(SOURCE)
    },
    update(content: MapContent) {
      if (content.position === drawn) return
      drawn = content.position
      void source?.setData(features(drawn))
    },
    remove(map: Map) {
      map.removeLayer('position-dot')
      map.removeLayer('position-circle')
      map.removeSource(SOURCE)
      source = undefined
    },
  }
}

function features(position: MapPosition | undefined): FeatureCollection {
  if (!position) return { type: 'FeatureCollection', features: [] }
  const { at, accuracyM } = position
  const dot: Feature = {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [at[0]!, at[1]!] },
    properties: {},
  }
  const rings =
    accuracyM && accuracyM > 0
      ? [circle([at[0]!, at[1]!], accuracyM, { units: 'meters', steps: RING_POINTS })]
      : []
  return { type: 'FeatureCollection', features: [...rings, dot] }
}
