import { bbox } from '@turf/turf'
import type { Position } from 'geojson'
import { roundDegrees } from '../geo/rounding.ts'

/** West, south, east, north, degrees. */
export type Bbox = readonly [number, number, number, number]

/** A position as it is published: six decimals of a degree (11 cm), altitudes to the decimetre. */
export function publishedPosition([lon, lat, eleM]: Position): Position {
  const place = [roundDegrees(lon!), roundDegrees(lat!)]
  return eleM === undefined ? place : [...place, Math.round(eleM * 10) / 10]
}

/** A line as it is published: rounded, and no place twice in a row. */
export function publishedLine(positions: readonly Position[]): Position[] {
  const rounded = positions.map(publishedPosition)
  const kept = rounded.filter((place, i) => {
    const before = rounded[i - 1]
    return !before || before[0] !== place[0] || before[1] !== place[1]
  })
  return kept.length > 1 ? kept : rounded
}

/** The box of some positions (RFC 7946, section 5); `null` of none. Never crosses the antimeridian. */
export function bboxOf(positions: readonly Position[]): Bbox | null {
  if (positions.length === 0) return null
  const [west, south, east, north] = bbox({ type: 'MultiPoint', coordinates: [...positions] })
  return [west, south, east, north]
}
