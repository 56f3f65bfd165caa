import type { GeoJSONSource, LayerSpecification, Map } from 'maplibre-gl'
import type { MapContent, MapLine } from '../map-content.ts'
import type { MapLayer } from '../map-layer.ts'
import { lineFeatures } from './line-features.ts'

type Drawn = Extract<LayerSpecification, { type: 'line' | 'symbol' }>
/** A style layer without its id and source, which the group gives. */
export type LineDrawing = Omit<Drawn, 'id' | 'source'> & { readonly part: string }

/** One source of lines and the style layers that draw it, from the ground up. */
export function createLineGroup(
  name: string,
  pick: (content: MapContent) => readonly MapLine[] | undefined,
  drawings: readonly LineDrawing[],
  clickablePart?: string,
): MapLayer {
  let source: GeoJSONSource | undefined
  let drawn: readonly MapLine[] | undefined
  let drawnSelected: string | undefined
  const idOf = (part: string) => `${name}-${part}`
  return {
    clickable: clickablePart ? [idOf(clickablePart)] : [],
    add(map: Map) {
      map.addSource(name, { type: 'geojson', data: lineFeatures(undefined, undefined) })
      for (const { part, ...drawing } of drawings) {
        map.addLayer({ ...drawing, id: idOf(part), source: name } as LayerSpecification)
      }
      source = map.getSource<GeoJSONSource>(name)
    },
    update(content) {
      const lines = pick(content)
      const selected = content.selectedLine ?? content.selected
      if (lines === drawn && selected === drawnSelected) return
      drawn = lines
      drawnSelected = selected
      void source?.setData(lineFeatures(lines, selected))
    },
    remove(map: Map) {
      for (const { part } of drawings) map.removeLayer(idOf(part))
      map.removeSource(name)
      source = undefined
    },
  }
}
