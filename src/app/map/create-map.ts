import fontUrl from '@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff2?url'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { Position } from 'geojson'
import {
  AttributionControl,
  type ErrorEvent,
  Map,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type StyleSpecification,
} from 'maplibre-gl'
import {
  createConsensusLayer,
  createDeviationLayer,
  createReportLinesLayer,
  createUnwalkedLayer,
} from './layers/evidence-layers.ts'
import { namesInView, showPack } from './layers/pack-layers.ts'
import { createHoverLayer } from './layers/hover-layer.ts'
import { createPointsLayer } from './layers/points-layer.ts'
import { createPositionLayer } from './layers/position-layer.ts'
import {
  createReferenceArrows,
  createReferenceCasing,
  createReferenceLayer,
} from './layers/reference-layer.ts'
import { addTerritory, type MapTerritory } from './layers/territory-layer.ts'
import { createOwnTrackLayer, createWalksLayer } from './layers/walk-layers.ts'
import { showBaseService } from './layers/base-service.ts'
import type { OfflinePack, OfflineBasemap } from './offline-basemap.ts'
import type { MapBox, MapContent } from './map-content.ts'
import type { Palette } from './palette.ts'

setWorkerUrl(workerUrl)

const FONT = 'Atkinson'
/** Room for pins, and for the zoom buttons on the right. */
const PADDING = { top: 48, bottom: 48, left: 40, right: 80 }
const FIT = { padding: PADDING, maxZoom: 16, duration: 0 }

export interface MapOptions {
  readonly container: HTMLElement
  readonly palette: Palette
  readonly territory?: MapTerritory | undefined
  readonly bounds?: MapBox | undefined
  /** What is kept on this phone to stand on. */
  readonly kept: () => OfflineBasemap | null
  /** MapLibre's own words, by its keys. */
  readonly words: Readonly<Record<string, string>>
  readonly onSelect: (id: string | null) => void
  readonly onHover: (at: Position | null) => void
  /** The user moved the map by hand. */
  readonly onMoved: () => void
  /** The chosen map service does not answer; everything of ours is still drawn. */
  readonly onBasemapFailed: () => void
  /** The map is drawn and still: the places that a kept pack names in it. */
  readonly onStill: (names: readonly string[]) => void
}

export interface DrawnMap {
  readonly show: (content: MapContent) => void
  readonly fit: (box: MapBox) => void
  readonly centre: (at: Position) => void
  /** A configured service as basemap, or `undefined` for our own paper. */
  readonly setBase: (serviceId: string | undefined) => void
  /** The kept pack that is the basemap wherever no service is chosen. */
  readonly setPack: (pack: OfflinePack | null) => void
  readonly resize: () => void
  readonly destroy: () => void
}

/** The one door to MapLibre. Resolves once the first picture can be drawn; needs no network. */
export function createMap(options: MapOptions): Promise<DrawnMap> {
  const { container, palette, territory, bounds, words } = options
  const map = new Map({
    container,
    style: paperStyle(palette),
    locale: words,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    maxPitch: 0,
    ...(bounds
      ? { bounds: [...bounds] as [number, number, number, number], fitBoundsOptions: FIT }
      : { center: territory?.map.centre ?? [0, 0], zoom: territory?.map.zoom ?? 1 }),
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right')
  map.addControl(new ScaleControl({ maxWidth: 120 }), 'bottom-left')
  map.addControl(new AttributionControl({ compact: true }), 'bottom-right')
  return new Promise((resolve, reject) => {
    const fail = ({ error }: ErrorEvent) =>
      reject(error instanceof Error ? error : new Error('The map could not be drawn.'))
    map.once('error', fail)
    map.once('load', () => {
      map.off('error', fail)
      map.on('error', () => options.onBasemapFailed())
      resolve(dress(map, options))
    })
  })
}

function dress(map: Map, options: MapOptions): DrawnMap {
  const { palette, territory, bounds, onSelect, onHover, onMoved } = options
  if (territory) addTerritory(map, territory, palette, FONT)
  const layers = [
    createReferenceCasing(palette),
    createWalksLayer(palette),
    createReferenceLayer(palette),
    createUnwalkedLayer(palette),
    createReferenceArrows(palette),
    createConsensusLayer(palette),
    createDeviationLayer(palette),
    createReportLinesLayer(palette),
    createOwnTrackLayer(palette),
    createPointsLayer(palette, FONT),
    createHoverLayer(palette),
    createPositionLayer(palette),
  ]
  for (const layer of layers) layer.add(map)
  /** Until somebody moves the map by hand, it keeps showing what it was asked to, whatever its size. */
  let asked: MapBox | undefined = bounds
  map.on('movestart', ({ originalEvent }) => {
    if (!originalEvent) return
    asked = undefined
    onMoved()
  })
  const fit = (box: MapBox) => {
    asked = box
    map.fitBounds([...box] as [number, number, number, number], FIT)
  }
  const clickable = layers.flatMap((layer) => layer.clickable)

  const idAt = ({ x, y }: { x: number; y: number }): string | null => {
    const reach = 10
    const box: [[number, number], [number, number]] = [
      [x - reach, y - reach],
      [x + reach, y + reach],
    ]
    const found = map.queryRenderedFeatures(box, { layers: clickable })[0]
    const id: unknown = found?.properties['id']
    return typeof id === 'string' ? id : null
  }
  map.on('click', ({ point }) => onSelect(idAt(point)))
  map.on('mousemove', ({ point, lngLat }) => {
    map.getCanvas().style.cursor = idAt(point) ? 'pointer' : ''
    onHover([lngLat.lng, lngLat.lat])
  })
  map.on('mouseout', () => onHover(null))
  map.on('idle', () => options.onStill(namesInView(map)))

  return {
    show: (content) => {
      for (const layer of layers) layer.update(content)
    },
    fit,
    centre: (at) => {
      asked = undefined
      map.easeTo({ center: [at[0]!, at[1]!] })
    },
    setBase: (serviceId) =>
      showBaseService(
        map,
        territory?.map.services.find((service) => service.id === serviceId),
        options.kept(),
      ),
    setPack: (pack) => showPack(map, pack, palette, FONT),
    resize: () => {
      map.resize()
      if (asked) fit(asked)
    },
    destroy: () => map.remove(),
  }
}

/** Paper, and one font file that travels with the app: no glyph server, no sprite. */
function paperStyle(palette: Palette): StyleSpecification {
  return {
    version: 8,
    sources: {},
    'font-faces': {
      [FONT]: [{ url: new URL(fontUrl, location.href).href, 'unicode-range': ['U+0-10FFFF'] }],
    },
    layers: [{ id: 'paper', type: 'background', paint: { 'background-color': palette.ground } }],
  }
}
