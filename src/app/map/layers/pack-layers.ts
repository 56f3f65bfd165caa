import type { LayerSpecification, Map } from 'maplibre-gl'
import { packAddress } from '../basemap-protocols.ts'
import type { OfflinePack } from '../offline-basemap.ts'
import type { Palette } from '../palette.ts'

const SOURCE = 'pack'
const NAMES = 'pack-names'
/** The pack's ground lies under the territory's outline, its names under the first line of ours. */
const GROUND_BELOW = 'territory-outline'
const NAMES_BELOW = 'reference-ground-casing'
/** Said by the territory's own layers too; a pack says it better. */
const REPLACED = ['communes-dots', 'communes-names', 'territory-area']

type Drawing = LayerSpecification & { readonly source: typeof SOURCE }

/** Draws a kept map pack as the basemap, or takes it away. */
export function showPack(map: Map, pack: OfflinePack | null, palette: Palette, font: string): void {
  for (const { id } of [...vectorLayers(palette, font), RASTER]) {
    if (map.getLayer(id)) map.removeLayer(id)
  }
  if (map.getSource(SOURCE)) map.removeSource(SOURCE)
  for (const id of REPLACED) {
    if (map.getLayer(id)) map.setLayoutProperty(id, 'visibility', pack ? 'none' : 'visible')
  }
  if (!pack) return
  const isVector = pack.tileType === 'mvt'
  map.addSource(SOURCE, {
    ...(isVector ? { type: 'vector' as const } : { type: 'raster' as const, tileSize: 256 }),
    url: packAddress(pack),
    attribution: asText(pack.attribution),
  })
  for (const layer of isVector ? vectorLayers(palette, font) : [RASTER]) {
    const below = layer.id === NAMES ? NAMES_BELOW : GROUND_BELOW
    map.addLayer(layer, map.getLayer(below) ? below : undefined)
  }
}

/** The named places that the pack shows at this moment, largest first; none while it loads. */
export function namesInView(map: Map): readonly string[] {
  if (!map.getLayer(NAMES)) return []
  const found = map.queryRenderedFeatures({ layers: [NAMES] })
  const named = found.map(({ properties }) => ({
    name: String(properties['name:fr'] ?? properties['name'] ?? ''),
    rank: Number(properties['population_rank'] ?? 0),
  }))
  named.sort((a, b) => b.rank - a.rank || a.name.localeCompare(b.name, 'fr'))
  return [...new Set(named.map(({ name }) => name))].filter((name) => name !== '')
}

const RASTER: Drawing = { id: 'pack-raster', type: 'raster', source: SOURCE }
const ROUND = { 'line-cap': 'round', 'line-join': 'round' } as const
const kindIs = (...kinds: string[]) =>
  ['match', ['get', 'kind'], kinds, true, false] as unknown as NonNullable<
    Extract<LayerSpecification, { type: 'fill' }>['filter']
  >
const widths = (...stops: number[]) => ['interpolate', ['exponential', 1.5], ['zoom'], ...stops]

/**
 * A quiet ground for lines of ours, in the layers of the Protomaps scheme: it never uses the colours that
 * mean a marking, a trail or a walk.
 */
function vectorLayers(palette: Palette, font: string): Drawing[] {
  const fill = (id: string, layer: string, colour: string, kinds?: string[]): Drawing => ({
    ...{ id: `pack-${id}`, type: 'fill', source: SOURCE, 'source-layer': layer },
    ...(kinds ? { filter: kindIs(...kinds) } : {}),
    paint: { 'fill-color': colour },
  })
  const line = (
    id: string,
    layer: string,
    kinds: string[],
    colour: string,
    width: unknown,
    dashes?: number[],
  ): Drawing =>
    ({
      ...{ id: `pack-${id}`, type: 'line', source: SOURCE, 'source-layer': layer },
      ...{ filter: kindIs(...kinds), layout: ROUND },
      paint: {
        'line-color': colour,
        'line-width': width,
        ...(dashes ? { 'line-dasharray': dashes } : {}),
      },
    }) as Drawing
  const major = ['highway', 'major_road', 'medium_road']
  const minor = ['minor_road', 'other']
  return [
    fill('earth', 'earth', palette.area),
    fill('meadow', 'landuse', palette.meadow, ['meadow', 'grassland', 'grass', 'park', 'orchard']),
    fill('wood', 'landuse', palette.wood, ['forest', 'wood', 'nature_reserve']),
    fill('built', 'landuse', palette.built, ['residential', 'urban_area']),
    {
      ...{ id: 'pack-water', type: 'fill', source: SOURCE, 'source-layer': 'water' },
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': palette.water },
    },
    line(
      'stream',
      'water',
      ['stream', 'canal', 'ditch', 'drain'],
      palette.water,
      widths(10, 0.6, 16, 4),
    ),
    line('river', 'water', ['river'], palette.water, widths(8, 1.4, 16, 14)),
    line('path', 'roads', ['path'], palette.path, widths(11, 0.8, 16, 2), [3, 2]),
    line('minor-edge', 'roads', minor, palette['road-edge'], widths(9, 0.6, 12, 2.6, 16, 11)),
    line('major-edge', 'roads', major, palette['road-edge'], widths(7, 1.2, 12, 4.4, 16, 16)),
    line('minor', 'roads', minor, palette.road, widths(11, 0.4, 12, 1.4, 16, 8)),
    line('major', 'roads', major, palette.road, widths(7, 0.6, 12, 2.6, 16, 12)),
    {
      ...fill('buildings', 'buildings', palette.building),
      minzoom: 13,
    },
    {
      ...{ id: NAMES, type: 'symbol', source: SOURCE, 'source-layer': 'places' },
      filter: kindIs('locality', 'neighbourhood'),
      layout: {
        'text-field': ['coalesce', ['get', 'name:fr'], ['get', 'name']],
        'text-font': [font],
        'text-size': [
          'interpolate',
          ['linear'],
          ['zoom'],
          8,
          ['match', ['get', 'kind_detail'], ['city', 'town'], 13, 11],
          14,
          ['match', ['get', 'kind_detail'], ['city', 'town'], 20, 16],
        ],
        'text-padding': 8,
        'text-max-width': 8,
        'symbol-sort-key': ['-', 0, ['coalesce', ['get', 'population_rank'], 0]],
      },
      paint: {
        'text-color': palette.label,
        'text-halo-color': palette.area,
        'text-halo-width': 1.8,
      },
    },
  ]
}

/** The attribution of a file is words, whatever it holds: the map would take it for HTML. */
function asText(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
