import type { Feature, FeatureCollection, MultiLineString } from 'geojson'
import type { MapLine } from '../map-content.ts'

/** Lines with fewer than two positions cannot be drawn and are left out. */
export function lineFeatures(
  lines: readonly MapLine[] | undefined,
  selected: string | undefined,
): FeatureCollection<MultiLineString> {
  return { type: 'FeatureCollection', features: (lines ?? []).map(toFeature) }

  function toFeature(line: MapLine): Feature<MultiLineString> {
    const coordinates = line.lines
      .filter((one) => one.length > 1)
      .map((one) => one.map((position) => [position[0]!, position[1]!]))
    return {
      type: 'Feature',
      geometry: { type: 'MultiLineString', coordinates },
      properties: { id: line.id, selected: line.id === selected },
    }
  }
}
