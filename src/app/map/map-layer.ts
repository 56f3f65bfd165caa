import type { Map } from 'maplibre-gl'
import type { MapContent } from './map-content.ts'

/** One group of layers: owns its sources, takes its part of the content, knows what can be clicked. */
export interface MapLayer {
  readonly add: (map: Map) => void
  /** Called with every new content; draws only when its own part has changed. */
  readonly update: (content: MapContent) => void
  readonly remove: (map: Map) => void
  /** Layers whose features carry a domain id in `id`, strongest last. */
  readonly clickable: readonly string[]
}
