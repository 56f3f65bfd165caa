import type { Position } from 'geojson'
import type { Box } from '../../geo/box.ts'
import { toPlace, type Check } from '../check.ts'
import type { Finding } from '../finding.ts'
import { positionsOf } from '../raw-positions.ts'

/** GEO-02: finite degrees, on earth, in the right order; and in the territory when it is known. */
export const coordinateRange: Check<'GEO-02'> = {
  id: 'GEO-02',
  run({ geometry, territory }, { territoryMarginDeg }) {
    const positions = positionsOf(geometry)
    const findings: Finding[] = []
    const bad = positions.filter((position) => !isOnEarth(position))
    if (bad.length > 0) {
      const at = bad.filter(isFinitePair).slice(0, 10).map(toPlace)
      findings.push({
        check: 'GEO-02',
        severity: 'error',
        at,
        value: bad.length,
        params: { kind: 'range' },
      })
    }
    if (!territory) return findings
    const good = positions.filter(isOnEarth)
    const outside = good.filter((position) => !isIn(territory, position, territoryMarginDeg))
    if (outside.length === 0) return findings
    const swapped = outside.every(([lon, lat]) => isIn(territory, [lat!, lon!], territoryMarginDeg))
    findings.push({
      check: 'GEO-02',
      severity: 'error',
      at: outside.slice(0, 10).map(toPlace),
      value: outside.length,
      threshold: territoryMarginDeg,
      params: { kind: swapped ? 'swapped' : 'territory' },
    })
    return findings
  },
}

function isFinitePair([lon, lat]: Position): boolean {
  return Number.isFinite(lon) && Number.isFinite(lat)
}

function isOnEarth(position: Position): boolean {
  return isFinitePair(position) && Math.abs(position[0]!) <= 180 && Math.abs(position[1]!) <= 90
}

function isIn([west, south, east, north]: Box, [lon, lat]: Position, marginDeg: number): boolean {
  return (
    lon! >= west - marginDeg &&
    lon! <= east + marginDeg &&
    lat! >= south - marginDeg &&
    lat! <= north + marginDeg
  )
}
