import type { Applied } from './applied.ts'
import type { Decision, DecisionOf } from './decision.ts'
import type { CatalogueEntity, TrailEntity, TrailProperties } from './entity.ts'

/** The decisions that change a trail which is already there. */
export type TrailDecision = Exclude<
  Decision,
  DecisionOf<'create-trail' | 'accept' | 'merge' | 'refuse' | 'delete' | 'solve'>
>

/** The first state of a trail: version 1 of its reference line. */
export function createTrail(
  decision: DecisionOf<'create-trail'>,
  target: CatalogueEntity | undefined,
): Applied {
  if (target) return { ok: false, code: 'already-exists', current: target }
  const { territory, decidedAt, attributes } = decision.properties
  const trail: TrailEntity = {
    type: 'Feature',
    id: decision.properties.target,
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
  return { ok: true, changed: [trail] }
}

/** Any later decision on a trail. */
export function changeTrail(decision: TrailDecision, target: CatalogueEntity | undefined): Applied {
  if (!target) return { ok: false, code: 'no-such-target' }
  if (target.properties.kind !== 'trail')
    return { ok: false, code: 'wrong-target', current: target }
  const trail = target as TrailEntity
  if (decision.properties.action === 'unpublish' && !trail.properties.published) {
    return { ok: false, code: 'not-published', current: trail }
  }
  if (decision.properties.action === 'reopen' && !trail.properties.closure) {
    return { ok: false, code: 'not-closed', current: trail }
  }
  const properties = {
    ...trail.properties,
    ...amendment(decision, trail.properties),
    decision: decision.id,
    decidedAt: decision.properties.decidedAt,
  }
  if (decision.properties.action === 'unpublish') delete properties.published
  if (decision.properties.action === 'reopen') delete properties.closure
  const line = decision.geometry
  const geometry = line ? { ...trail.geometry, coordinates: line.coordinates } : trail.geometry
  return { ok: true, changed: [{ ...trail, geometry, properties }] }
}

function amendment(
  { id, properties }: TrailDecision,
  trail: TrailProperties,
): Partial<TrailProperties> {
  const at = properties.decidedAt
  switch (properties.action) {
    case 'amend-trail':
      return { attributes: { ...trail.attributes, ...present(properties.attributes) } }
    case 'set-reference':
      return {
        version: trail.version + 1,
        referenceSetAt: at,
        referenceMethod: properties.method,
        waivers: [],
      }
    case 'waive': {
      const waiver = { check: properties.check, reason: properties.reason, decision: id }
      return { waivers: [...trail.waivers.filter((one) => one.check !== waiver.check), waiver] }
    }
    case 'publish': {
      const number = trail.publications + 1
      return { publications: number, published: { number, at } }
    }
    case 'close':
      return {
        closure: {
          from: properties.from,
          reason: properties.reason,
          ...(properties.until ? { until: properties.until } : {}),
        },
      }
    case 'unpublish':
    case 'reopen':
      return {}
  }
}

function present<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}
