import { AT, newId, TERRITORY } from './records.ts'

/** A decision Feature as the desk sends it. */
export function aDecision(
  action: string,
  target: string,
  more: Record<string, unknown> = {},
  geometry: object | null = null,
) {
  return {
    type: 'Feature',
    id: newId(),
    geometry,
    properties: {
      kind: 'decision',
      schema: 1,
      territory: TERRITORY,
      action,
      target,
      decidedAt: AT,
      ...more,
    },
  }
}

export function aNewTrail(line: readonly (readonly number[])[], slug = 'boucle-d-essai') {
  const attributes = { name: 'Boucle d’essai', slug }
  const geometry = { type: 'LineString', coordinates: line }
  return aDecision('create-trail', newId(), { attributes }, geometry)
}
