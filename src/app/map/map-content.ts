import { bbox } from '@turf/turf'
import type { MultiPolygon, Polygon, Position } from 'geojson'

/** A trail, a walk or a part of one; several lines when there are holes, never joined. */
export interface MapLine {
  /** The domain id that a click gives back. */
  readonly id: string
  readonly lines: readonly (readonly Position[])[]
}

export type MapPointKind = 'heritage' | 'report' | 'finding' | 'all-clear' | 'start' | 'trail'

export interface MapPoint {
  readonly id: string
  readonly kind: MapPointKind
  readonly at: Position
  /** One to three characters shown on the pin: the number of its row in the list beside the map. */
  readonly mark?: string
  /** Seen but not decided: drawn hollow. */
  readonly pending?: boolean
}

export interface MapPosition {
  readonly at: Position
  readonly accuracyM?: number
  readonly headingDeg?: number
}

/** Everything a map can show, in domain values. What is absent is not drawn. */
export interface MapContent {
  readonly references?: readonly MapLine[]
  /** The line of the walk being recorded, or just recorded on this phone. */
  readonly ownTrack?: readonly MapLine[]
  readonly walks?: readonly MapLine[]
  readonly consensus?: readonly MapLine[]
  readonly deviations?: readonly MapLine[]
  readonly unwalked?: readonly MapLine[]
  /** Problems that stretch along a line. */
  readonly reportLines?: readonly MapLine[]
  readonly points?: readonly MapPoint[]
  readonly position?: MapPosition
  /** The place that another view points at: one marker, shared with the profile. */
  readonly hover?: Position
  /** The id of the thing that is looked at; its line or pin is drawn stronger. */
  readonly selected?: string
  /** The line that goes with it, when that is another thing: the walk of a finding. */
  readonly selectedLine?: string
}

export type MapBox = readonly [west: number, south: number, east: number, north: number]

/** The box of some lines and points; `null` when there is nothing to see. */
export function boxOf(content: MapContent): MapBox | null {
  const { references, ownTrack, walks, points, position } = content
  const lines = [references, ownTrack, walks].flatMap((list) => list ?? [])
  const places = [
    ...lines.flatMap((line) => line.lines.flat()),
    ...(points ?? []).map((one) => one.at),
    ...(position ? [position.at] : []),
  ]
  return boxOfPositions(places)
}

/** The box of an area: where a map of a whole territory opens. */
export function boxOfArea(area: Polygon | MultiPolygon): MapBox {
  const [west, south, east, north] = bbox(area)
  return [west, south, east, north]
}

export function boxOfPositions(places: readonly Position[]): MapBox | null {
  if (places.length === 0) return null
  const [west, south, east, north] = bbox({ type: 'MultiPoint', coordinates: [...places] })
  return [west, south, east, north]
}
