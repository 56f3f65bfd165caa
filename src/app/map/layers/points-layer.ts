import type { FeatureCollection, Point } from 'geojson'
import type { GeoJSONSource, Map } from 'maplibre-gl'
import type { MapContent, MapPoint, MapPointKind } from '../map-content.ts'
import type { MapLayer } from '../map-layer.ts'
import type { Palette } from '../palette.ts'
import { colourOf, pinImage } from './pin-images.ts'

const SOURCE = 'points'
const HALO = 'points-halo'
const PINS = 'points-pins'
const KINDS: readonly MapPointKind[] = [
  'heritage',
  'report',
  'finding',
  'all-clear',
  'start',
  'trail',
]

/** Things at a place: a shape a kind, hollow while undecided, its number as in the list. */
export function createPointsLayer(palette: Palette, font: string): MapLayer {
  let source: GeoJSONSource | undefined
  let drawn: readonly MapPoint[] | undefined
  let drawnSelected: string | undefined
  return {
    clickable: [PINS],
    add(map: Map) {
      for (const kind of KINDS) {
        for (const pending of [false, true]) {
          const id = imageId(kind, pending)
          if (map.hasImage(id)) continue
          map.addImage(id, pinImage(kind, pending, palette), { pixelRatio: 2 })
        }
      }
      map.addSource(SOURCE, { type: 'geojson', data: features(undefined, undefined, palette) })
      map.addLayer({
        id: HALO,
        type: 'circle',
        source: SOURCE,
        filter: ['get', 'selected'],
        paint: {
          'circle-radius': 22,
          'circle-color': palette.position,
          'circle-opacity': 0.25,
          'circle-stroke-color': palette.position,
          'circle-stroke-width': 3,
        },
      })
      map.addLayer({
        id: PINS,
        type: 'symbol',
        source: SOURCE,
        layout: {
          'icon-image': ['get', 'image'],
          'icon-allow-overlap': true,
          // A thing without a number to find in the list is already settled: smaller.
          'icon-size': ['case', ['==', ['get', 'mark'], ''], 0.75, 1],
          'symbol-sort-key': ['get', 'order'],
          'text-field': ['get', 'mark'],
          'text-font': [font],
          'text-size': 13,
          'text-offset': [
            'case',
            ['==', ['get', 'kind'], 'report'],
            ['literal', [0, 0.2]],
            ['literal', [0, 0]],
          ],
          'text-allow-overlap': true,
        },
        paint: { 'text-color': ['get', 'ink'] },
      })
      source = map.getSource<GeoJSONSource>(SOURCE)
    },
    update(content: MapContent) {
      if (content.points === drawn && content.selected === drawnSelected) return
      drawn = content.points
      drawnSelected = content.selected
      void source?.setData(features(drawn, drawnSelected, palette))
    },
    remove(map: Map) {
      map.removeLayer(PINS)
      map.removeLayer(HALO)
      map.removeSource(SOURCE)
      source = undefined
    },
  }
}

function imageId(kind: MapPointKind, pending: boolean): string {
  return `pin-${kind}${pending ? '-pending' : ''}`
}

function features(
  points: readonly MapPoint[] | undefined,
  selected: string | undefined,
  palette: Palette,
): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: (points ?? []).map(({ id, kind, at, mark, pending = false }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [at[0]!, at[1]!] },
      properties: {
        id,
        kind,
        mark: mark ?? '',
        image: imageId(kind, pending),
        ink: pending ? colourOf(kind, palette) : palette['on-pin'],
        selected: id === selected,
        order: id === selected ? 1 : 0,
      },
    })),
  }
}
