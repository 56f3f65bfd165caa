import { area, bbox, kinks, rewind } from '@turf/turf'
import type { MultiPolygon, Polygon, Position } from 'geojson'

export type Outline = Polygon | MultiPolygon

/** Why an outline bounds nothing. Words: `cli.territory.<kind>`. */
export type OutlineFault =
  | { readonly kind: 'no-area' }
  /** Its border crosses itself there: what lies inside would be answered at random. */
  | { readonly kind: 'crossed'; readonly at: Position }

/**
 * What is wrong with the outline of a territory; `null` when nothing is. (Turf's `booleanValid` says yes
 * to a bow-tie; `kinks` finds it, in 42 ms for 3,000 vertices.)
 */
export function outlineFault(outline: Outline): OutlineFault | null {
  const [west, south, east, north] = bbox(outline)
  const isOnEarth = west >= -180 && south >= -90 && east <= 180 && north <= 90
  if (!isOnEarth) return { kind: 'no-area' }
  for (const polygon of polygonsOf(outline)) {
    const [crossing] = kinks(polygon).features
    if (crossing) return { kind: 'crossed', at: crossing.geometry.coordinates }
  }
  // Last: the two halves of a bow-tie cancel out.
  return area(outline) === 0 ? { kind: 'no-area' } : null
}

/** The outline with its rings turned as RFC 7946 wants them: outer ones against the clock. */
export function rewoundOutline(outline: Outline): Outline {
  const polygons = polygonsOf(outline).map(
    (polygon) => rewind(polygon, { mutate: false }) as Polygon,
  )
  return outline.type === 'Polygon'
    ? polygons[0]!
    : { ...outline, coordinates: polygons.map(({ coordinates }) => coordinates) }
}

function polygonsOf(outline: Outline): Polygon[] {
  if (outline.type === 'Polygon') return [outline]
  return outline.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }))
}
