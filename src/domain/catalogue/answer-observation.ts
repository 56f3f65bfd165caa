import type {
  HeritagePointObservation,
  Observation,
  TrailReportObservation,
} from '../observation/observation.ts'
import type { Applied, DecisionContext } from './applied.ts'
import { isAction, type DecisionOf } from './decision.ts'
import type { AnswerEntity, CatalogueEntity, HeritageEntity, ReportEntity } from './entity.ts'

type Answer = DecisionOf<'accept'> | DecisionOf<'merge'> | DecisionOf<'refuse'>
type PointObservation = HeritagePointObservation | TrailReportObservation

/**
 * Staff's answer to one observation. Accepting a heritage point or a report makes a catalogue entity,
 * whose new id is the decision's target; merging adds to an existing one; every other kind of
 * observation only gets its answer, and the target is the observation itself.
 */
export function answerObservation(decision: Answer, context: DecisionContext): Applied {
  const { observation, answer, target } = context
  if (!observation) return { ok: false, code: 'no-such-observation' }
  if (answer && answer.properties.outcome !== 'refused') {
    return { ok: false, code: 'already-answered', current: answer }
  }
  if (decision.properties.action === 'refuse' || !makesEntity(observation)) {
    if (decision.properties.target !== observation.id) return { ok: false, code: 'wrong-target' }
    return { ok: true, changed: [toAnswer(decision, observation)] }
  }
  if (isAction(decision, 'accept')) {
    if (target) return { ok: false, code: 'already-exists', current: target }
    return { ok: true, changed: [create(decision, observation), toAnswer(decision, observation)] }
  }
  if (!target) return { ok: false, code: 'no-such-target' }
  if (target.properties.kind !== observation.properties.kind) {
    return { ok: false, code: 'wrong-target', current: target }
  }
  if (!isAction(decision, 'merge')) return { ok: false, code: 'wrong-target', current: target }
  return {
    ok: true,
    changed: [merge(decision, observation, target), toAnswer(decision, observation)],
  }
}

function makesEntity(observation: Observation): observation is PointObservation {
  const { kind } = observation.properties
  return kind === 'heritage-point' || kind === 'trail-report'
}

const OUTCOMES = { accept: 'accepted', merge: 'merged', refuse: 'refused' } as const

function toAnswer({ id, properties }: Answer, observation: Observation): AnswerEntity {
  const into = properties.target === observation.id ? {} : { into: properties.target }
  const reason = properties.action === 'refuse' ? { reason: properties.reason } : {}
  const trail = observation.properties.trail ? { trail: observation.properties.trail } : {}
  return {
    type: 'Feature',
    id: observation.id,
    geometry: null,
    properties: {
      kind: 'answer',
      territory: properties.territory,
      outcome: OUTCOMES[properties.action],
      decision: id,
      decidedAt: properties.decidedAt,
      ...into,
      ...reason,
      ...trail,
    },
  }
}

function create(
  decision: DecisionOf<'accept'>,
  observation: PointObservation,
): HeritageEntity | ReportEntity {
  const { properties, geometry } = decision
  const common = {
    territory: properties.territory,
    decision: decision.id,
    decidedAt: properties.decidedAt,
    observations: [observation.id],
    photos: photosOf(observation),
  }
  if (isHeritage(observation)) {
    const {
      heritageKind,
      name,
      condition,
      access,
      ownership,
      protection,
      materials,
      period,
      text,
      trail,
    } = observation.properties
    const described = { name, condition, access, ownership, protection, materials, period, text }
    return {
      type: 'Feature',
      id: properties.target,
      geometry: pointOf(geometry ?? observation.geometry),
      properties: {
        kind: 'heritage-point',
        heritageKind,
        trails: trail ? [trail] : [],
        ...present(described),
        ...present(properties.corrections ?? {}),
        ...common,
      },
    }
  }
  const { category, subtype, magnitude, text, trail } = observation.properties
  return {
    type: 'Feature',
    id: properties.target,
    geometry: geometry ? pointOf(geometry) : bare(observation.geometry),
    properties: {
      kind: 'trail-report',
      category,
      magnitude,
      status: 'open',
      ...present({ subtype, text, trail }),
      ...common,
    },
  }
}

/** Seen also by: one more observation, its photos, and what staff corrected; nothing is overwritten. */
function merge(
  decision: DecisionOf<'merge'>,
  observation: PointObservation,
  target: CatalogueEntity,
): CatalogueEntity {
  const entity = target as HeritageEntity | ReportEntity
  const { properties } = entity
  const mark = { decision: decision.id, decidedAt: decision.properties.decidedAt }
  const known = new Set(properties.photos.map((photo) => photo.sha256))
  const photos = [
    ...properties.photos,
    ...photosOf(observation).filter((one) => !known.has(one.sha256)),
  ]
  const observations = [...properties.observations, observation.id]
  const merged = { ...properties, photos, observations, ...mark }
  if (properties.kind === 'heritage-point') {
    const { trail } = observation.properties
    const trails =
      trail && !properties.trails.includes(trail)
        ? [...properties.trails, trail]
        : properties.trails
    return {
      ...entity,
      properties: { ...merged, trails, ...present(decision.properties.corrections ?? {}) },
    } as HeritageEntity
  }
  const magnitude = isHeritage(observation)
    ? properties.magnitude
    : (Math.max(properties.magnitude, observation.properties.magnitude) as 0 | 1 | 2)
  return { ...entity, properties: { ...merged, magnitude } } as ReportEntity
}

function isHeritage(observation: PointObservation): observation is HeritagePointObservation {
  return observation.properties.kind === 'heritage-point'
}

function photosOf(observation: PointObservation) {
  return (observation.properties.photos ?? []).map(({ sha256, alt }) =>
    alt === undefined ? { sha256 } : { sha256, alt },
  )
}

function pointOf({ coordinates }: { coordinates: number[] }) {
  return { type: 'Point' as const, coordinates }
}

function bare(geometry: TrailReportObservation['geometry']) {
  return geometry.type === 'Point'
    ? pointOf(geometry)
    : { type: 'LineString' as const, coordinates: geometry.coordinates }
}

function present<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}
