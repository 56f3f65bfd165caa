import { booleanPointInPolygon, lineIntersect, polygonToLine } from '@turf/turf'
import type { LineString, MultiPolygon, Polygon, Position } from 'geojson'
import { indexLine, nearestOnLine, type IndexedLine } from '../../geo/line-index.ts'
import { roundMetres } from '../../geo/rounding.ts'
import { toPlace, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { positionsOf } from '../raw-positions.ts'

type Outline = Polygon | MultiPolygon

/**
 * GEO-02: finite degrees, on earth, in the right order; and in the territory when it is known: its
 * outline, not its box. A trail may leave it, and is told where; far beyond it lies another place.
 */
export const coordinateRange: Check<'GEO-02'> = {
  id: 'GEO-02',
  run({ geometry, territory }, { beyondM }) {
    const positions = positionsOf(geometry)
    const bad = positions.filter((position) => !isOnEarth(position))
    const findings: Finding[] = bad.length > 0 ? [outOfRange(bad)] : []
    if (!territory) return findings
    const good = positions.filter(isOnEarth)
    const crossings = crossingsOf(good, territory)
    // A line that never crosses the outline lies on one side of it as a whole.
    const isCrossing = crossings.length > 0
    const asked = isCrossing ? good : good.slice(0, 1)
    const some = asked.filter((position) => !booleanPointInPolygon(position, territory))
    const outside = isCrossing ? some : some.length > 0 ? good : []
    if (outside.length === 0) return findings
    const farthest = farthestFrom(territory, outside)
    const isFar = farthest.distanceM > beyondM
    const isSwapped =
      isFar && good.every(([lon, lat]) => booleanPointInPolygon([lat!, lon!], territory))
    findings.push({
      check: 'GEO-02',
      severity: isFar ? 'error' : 'info',
      at: isFar ? [toPlace(farthest.position)] : placesOf(crossings, farthest.position),
      value: roundMetres(farthest.distanceM),
      threshold: beyondM,
      params: { kind: isSwapped ? 'swapped' : isFar ? 'territory' : 'leaves' },
    })
    return findings
  },
}

function outOfRange(bad: readonly Position[]): Finding {
  return {
    check: 'GEO-02',
    severity: 'error',
    at: bad.filter(isFinitePair).slice(0, 10).map(toPlace),
    value: bad.length,
    params: { kind: 'range' },
  }
}

/** Where a line meets the outline of a territory, holes included. */
function crossingsOf(positions: readonly Position[], outline: Outline): Position[] {
  if (positions.length < 2) return []
  const line: LineString = { type: 'LineString', coordinates: positions.map((one) => [...one]) }
  return lineIntersect(line, outline).features.map(({ geometry }) => geometry.coordinates)
}

function placesOf(crossings: readonly Position[], otherwise: Position): Position[] {
  return crossings.length > 0 ? crossings.slice(0, 10).map(toPlace) : [toPlace(otherwise)]
}

function farthestFrom(outline: Outline, outside: readonly Position[]) {
  const rings = ringsOf(outline)
  let farthest = { position: outside[0]!, distanceM: 0 }
  for (const position of outside) {
    const distanceM = Math.min(...rings.map((ring) => nearestOnLine(ring, position)!.distanceM))
    if (distanceM > farthest.distanceM) farthest = { position, distanceM }
  }
  return farthest
}

function ringsOf(outline: Outline): IndexedLine[] {
  const borders = polygonToLine(outline)
  const features = borders.type === 'FeatureCollection' ? borders.features : [borders]
  return features.flatMap(({ geometry }) =>
    (geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates).map((ring) =>
      indexLine(ring),
    ),
  )
}

function isFinitePair([lon, lat]: Position): boolean {
  return Number.isFinite(lon) && Number.isFinite(lat)
}

function isOnEarth(position: Position): boolean {
  return isFinitePair(position) && Math.abs(position[0]!) <= 180 && Math.abs(position[1]!) <= 90
}
