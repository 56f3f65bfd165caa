import { POINT_FIELDS } from '../observation/point-fields.ts'
import type {
  HeritagePointObservation,
  Observation,
  TrailReportObservation,
} from '../observation/observation.ts'
import type { Correction, DecisionOf } from './decision.ts'
import type { CatalogueEntity, HeritageEntity, ReportEntity } from './entity.ts'
import { defined } from '../observation/defined.ts'

export type PointObservation = HeritagePointObservation | TrailReportObservation
export type PointEntity = HeritageEntity | ReportEntity

/** Heritage points and reports become things of the catalogue; other observations only get an answer. */
export function isPointObservation(observation: Observation): observation is PointObservation {
  const { kind } = observation.properties
  return kind === 'heritage-point' || kind === 'trail-report'
}

export function isPointEntity(entity: CatalogueEntity): entity is PointEntity {
  const { kind } = entity.properties
  return kind === 'heritage-point' || kind === 'trail-report'
}

/** The first state of a point or a report, as its observer saw it, then as staff corrected it. */
export function createPoint(
  decision: DecisionOf<'accept'>,
  observation: PointObservation,
): PointEntity {
  const { id, properties, geometry } = decision
  const common = {
    territory: properties.territory,
    decision: id,
    decidedAt: properties.decidedAt,
    observations: [observation.id],
    photos: photosOf(observation),
  }
  const entity = isHeritage(observation)
    ? createHeritage(properties.target, observation, common)
    : createReport(properties.target, observation, common)
  return correctPoint(entity, properties.corrections ?? {}, geometry)
}

type Origin = Pick<
  HeritageEntity['properties'],
  'territory' | 'decision' | 'decidedAt' | 'observations' | 'photos'
>

function createHeritage(
  id: string,
  { properties, geometry }: HeritagePointObservation,
  origin: Origin,
): HeritageEntity {
  const { heritageKind, name, condition, access, ownership, protection } = properties
  const { materials, period, text, trail } = properties
  return {
    type: 'Feature',
    id,
    geometry: pointOf(geometry),
    properties: {
      kind: 'heritage-point',
      heritageKind,
      trails: trail ? [trail] : [],
      ...defined({ name, condition, access, ownership, protection }),
      ...defined({ materials, period, text }),
      ...origin,
    },
  }
}

function createReport(
  id: string,
  { properties, geometry }: TrailReportObservation,
  origin: Origin,
): ReportEntity {
  const { category, subtype, magnitude, text, trail } = properties
  return {
    type: 'Feature',
    id,
    geometry:
      geometry.type === 'Point'
        ? pointOf(geometry)
        : { type: 'LineString', coordinates: geometry.coordinates },
    properties: {
      kind: 'trail-report',
      category,
      magnitude,
      status: 'open',
      ...defined({ subtype, text, trail }),
      ...origin,
    },
  }
}

/**
 * Seen also by: one more observation, its photos, its trail. What was known is never overwritten; a
 * report becomes as bad as the worst that was seen.
 */
export function addObservation<E extends PointEntity>(entity: E, observation: PointObservation): E {
  const { properties } = entity
  const known = new Set(properties.photos.map((photo) => photo.sha256))
  const photos = photosOf(observation).filter((photo) => !known.has(photo.sha256))
  const seen = {
    ...properties,
    photos: [...properties.photos, ...photos],
    observations: [...properties.observations, observation.id],
  }
  if (seen.kind === 'heritage-point') {
    const { trail } = observation.properties
    const trails = new Set(trail ? [...seen.trails, trail] : seen.trails)
    return { ...entity, properties: { ...seen, trails: [...trails] } }
  }
  if (isHeritage(observation)) return { ...entity, properties: seen }
  const magnitude = observation.properties.magnitude
  return { ...entity, properties: { ...seen, magnitude: Math.max(seen.magnitude, magnitude) } }
}

/** What staff corrected, over what was seen: `null` takes a member away, other members are left alone. */
export function correctPoint<E extends PointEntity>(
  entity: E,
  corrections: Correction,
  geometry: Place | null,
): E {
  const properties: Record<string, unknown> = { ...entity.properties }
  for (const member of POINT_FIELDS[entity.properties.kind]) {
    const value = corrections[member]
    if (value === null) delete properties[member]
    else if (value !== undefined) properties[member] = value
  }
  return { ...entity, geometry: placeOf(entity, geometry), properties }
}

type Place =
  | { readonly type: 'Point'; coordinates: number[] }
  | { readonly type: 'LineString'; coordinates: number[][] }

/** A heritage point stays a point, whatever it is told. */
function placeOf(entity: PointEntity, place: Place | null): PointEntity['geometry'] {
  if (!place) return entity.geometry
  if (place.type === 'Point') return pointOf(place)
  if (entity.properties.kind === 'heritage-point') return entity.geometry
  return { type: 'LineString', coordinates: place.coordinates }
}

function isHeritage(observation: PointObservation): observation is HeritagePointObservation {
  return observation.properties.kind === 'heritage-point'
}

function photosOf(observation: PointObservation) {
  const photos = (observation.properties.photos ?? []).map(
    ({ sha256, alt }) => [sha256, defined({ sha256, alt })] as const,
  )
  return [...new Map(photos).values()]
}

function pointOf({ coordinates }: { coordinates: number[] }) {
  return { type: 'Point' as const, coordinates }
}
