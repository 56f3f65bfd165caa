import type { AmendedAttributes, Decision, DecisionOf } from './decision.ts'
import type { TrailAttributes } from './trail-attributes.ts'
import type { CatalogueEntity, TrailEntity, TrailProperties } from './entity.ts'
import { defined } from '../observation/defined.ts'

export const TRAIL_ACTIONS = [
  'amend-trail',
  'set-reference',
  'waive',
  'publish',
  'unpublish',
  'close',
  'reopen',
] as const

/** The decisions that change a trail which is already there. */
export type TrailDecision = Extract<Decision, DecisionOf<(typeof TRAIL_ACTIONS)[number]>>

/** Narrows an entity to a trail: its kind is too deep for the compiler to do it alone. */
export function isTrail(entity: CatalogueEntity): entity is TrailEntity {
  return entity.properties.kind === 'trail'
}

/** The first state of a trail: version 1 of its reference line. */
export function createTrail(decision: DecisionOf<'create-trail'>): TrailEntity {
  const { target, territory, decidedAt, attributes } = decision.properties
  return {
    type: 'Feature',
    id: target,
    geometry: { type: 'LineString', coordinates: decision.geometry.coordinates },
    properties: {
      kind: 'trail',
      territory,
      attributes,
      version: 1,
      referenceSetAt: decidedAt,
      referenceMethod: 'import',
      waivers: [],
      publications: 0,
      decision: decision.id,
      decidedAt,
    },
  }
}

/** Any later decision on a trail. */
export function changeTrail(decision: TrailDecision, trail: TrailEntity): TrailEntity {
  const properties = { ...trail.properties, ...amendment(decision, trail.properties) }
  if (decision.properties.action === 'unpublish') delete properties.published
  if (decision.properties.action === 'reopen') delete properties.closure
  const line = decision.geometry
  const geometry = line ? { ...trail.geometry, coordinates: line.coordinates } : trail.geometry
  return { ...trail, geometry, properties }
}

/** The number after the highest one ever given: a test names the version that it walked. */
export function nextVersion({ version, versions }: TrailProperties): number {
  return Math.max(version, versions ?? 0) + 1
}

function amended(attributes: TrailAttributes, changes: AmendedAttributes): TrailAttributes {
  const all = Object.entries({ ...attributes, ...defined(changes) })
  return Object.fromEntries(all.filter(([, value]) => value !== null)) as TrailAttributes
}

function amendment(
  { id, properties }: TrailDecision,
  trail: TrailProperties,
): Partial<TrailProperties> {
  const at = properties.decidedAt
  switch (properties.action) {
    case 'amend-trail':
      return { attributes: amended(trail.attributes, properties.attributes) }
    case 'set-reference': {
      const version = nextVersion(trail)
      return {
        version,
        versions: version,
        referenceSetAt: at,
        referenceMethod: properties.method,
        waivers: [],
      }
    }
    case 'waive': {
      const { check, item, count, share, reason } = properties
      const told = defined({ check, item, count, share })
      const others = trail.waivers.filter((one) => one.check !== check || one.item !== item)
      return { waivers: [...others, { ...told, reason, decision: id, at }] }
    }
    case 'publish': {
      const number = trail.publications + 1
      return { publications: number, published: { number, at, version: trail.version } }
    }
    case 'close': {
      const { from, until, reason } = properties
      return { closure: defined({ from, until, reason }) }
    }
    case 'unpublish':
    case 'reopen':
      return {}
  }
}
