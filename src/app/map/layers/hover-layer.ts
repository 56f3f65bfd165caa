import type { FeatureCollection, Position } from 'geojson'
import type { GeoJSONSource, Map } from 'maplibre-gl'
import type { MapContent } from '../map-content.ts'
import type { MapLayer } from '../map-layer.ts'
import type { Palette } from '../palette.ts'

const SOURCE = 'hover'

/** The place that the profile, or a sentence, points at. */
export function createHoverLayer(palette: Palette): MapLayer {
  let source: GeoJSONSource | undefined
  let drawn: Position | undefined
  return {
    clickable: [],
    add(map: Map) {
      map.addSource(SOURCE, { type: 'geojson', data: feature(undefined) })
      map.addLayer({
        id: SOURCE,
        type: 'circle',
        source: SOURCE,
        paint: {
          'circle-radius': 8,
          'circle-color': palette.casing,
          'circle-stroke-color': palette.consensus,
          'circle-stroke-width': 4,
        },
      })
      source = map.getSource<GeoJSONSource>(SOURCE)
    },
    update(content: MapContent) {
      if (content.hover === drawn) return
      drawn = content.hover
      void source?.setData(feature(drawn))
    },
    remove(map: Map) {
      map.removeLayer(SOURCE)
      map.removeSource(SOURCE)
      source = undefined
    },
  }
}

function feature(at: Position | undefined): FeatureCollection {
  if (!at) return { type: 'FeatureCollection', features: [] }
  const geometry = { type: 'Point' as const, coordinates: [at[0]!, at[1]!] }
  return { type: 'FeatureCollection', features: [{ type: 'Feature', geometry, properties: {} }] }
}
