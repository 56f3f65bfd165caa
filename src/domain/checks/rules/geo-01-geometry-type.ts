import type { Check } from '../check.ts'

/** GEO-01: a trail is one LineString of at least two distinct positions. */
export const geometryType: Check<'GEO-01'> = {
  id: 'GEO-01',
  run({ geometry }, { leastPositions }) {
    if (!geometry) return []
    const { type, coordinates } = geometry
    const distinct = new Set(
      Array.isArray(coordinates)
        ? coordinates.filter(Array.isArray).map((position) => position.slice(0, 2).join())
        : [],
    ).size
    if (type === 'LineString' && distinct >= leastPositions) return []
    return [
      {
        check: 'GEO-01',
        severity: 'error',
        at: [],
        value: distinct,
        threshold: leastPositions,
        params: { type },
      },
    ]
  },
}
