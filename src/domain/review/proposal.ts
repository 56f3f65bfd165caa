import { POINT_FIELDS } from '../observation/point-fields.ts'
import type { Position } from 'geojson'
import { isPointEntity, isPointObservation } from '../catalogue/change-point.ts'
import type { PointEntity, PointObservation } from '../catalogue/change-point.ts'
import type { CatalogueEntity } from '../catalogue/entity.ts'
import { SAME_FARTHEST_M, sameThing, sameWithinM, type NotedThing } from '../checks/same-thing.ts'
import { canonicalJson } from '../observation/canonical.ts'
import type { Observation } from '../observation/observation.ts'

/** One field, before and after; `geometry` for the place, as coordinates. */
export interface FieldChange {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/** Why the proposal says so, as data; words are in the locale files, under the reason id. */
export interface ProposalReason {
  readonly id:
    | 'author-corrects'
    | 'author-says-same'
    | 'near-and-same-kind'
    | 'near-and-same-name'
    | 'nothing-near'
    | 'deleted-since'
  readonly distanceM?: number
  readonly thresholdM?: number
}

/**
 * What an observation would change in the catalogue. `confirms`: seen again, nothing differs. `amends`:
 * seen again, something differs or is added. `conflicts`: it speaks of a thing that has been deleted.
 */
export interface Proposal {
  readonly observation: string
  readonly change: 'new' | 'confirms' | 'amends' | 'conflicts'
  readonly target?: string
  readonly distanceM?: number
  readonly changes: readonly FieldChange[]
  /** How young what the catalogue says of the target is, where that was looked up. */
  readonly knownAt?: string
  readonly reasons: readonly ProposalReason[]
}

/** Beyond this distance two points are never the same thing, however bad the fix. */
export const SEARCH_RADIUS_M = SAME_FARTHEST_M

/** Metres between two positions: injected, so that one earth model serves everybody. */
export type DistanceM = (a: Position, b: Position) => number

interface Candidate {
  readonly entity: PointEntity
  readonly distanceM: number
  readonly reason: ProposalReason
}

/**
 * Proposes what to do with a heritage point or a trail report, from what the catalogue knows nearby.
 * Nothing changes until staff decide. Other kinds of observation propose nothing. What its author says
 * goes before what is near, what stands before what was deleted, and a thing that was merged into another
 * one leads to that one.
 * @param nearby catalogue entities of the same kind within `SEARCH_RADIUS_M`, deleted ones included, and
 * wherever they are: the one that `sameAs` names, those that hold the observation it corrects, and those
 * that deleted ones were merged into
 */
export function propose(
  observation: Observation,
  nearby: readonly CatalogueEntity[],
  distanceM: DistanceM,
): Proposal | null {
  if (!isPointObservation(observation)) return null
  const { kind } = observation.properties
  const known = nearby
    .filter(isPointEntity)
    .filter((entity) => entity.properties.kind === kind && !entity.properties.deleted?.undone)
  const best = known
    .map((entity) => candidate(observation, entity, distanceM))
    .filter((one) => one !== null)
    .sort((a, b) => rank(a) - rank(b) || a.distanceM - b.distanceM)[0]
  if (!best) {
    const reasons = [{ id: 'nothing-near' as const }]
    return { observation: observation.id, change: 'new', changes: [], reasons }
  }
  const entity = survivorOf(best.entity, known)
  const found = { entity, distanceM: distanceBetween(observation, entity, distanceM) }
  const changes = fieldChanges(observation, found)
  const about = { observation: observation.id, target: entity.id, distanceM: found.distanceM }
  if (entity.properties.deleted) {
    const reasons = [best.reason, { id: 'deleted-since' as const }]
    return { ...about, change: 'conflicts', changes, reasons }
  }
  const change = changes.length > 0 ? 'amends' : 'confirms'
  return { ...about, change, changes, reasons: [best.reason] }
}

function candidate(
  seen: PointObservation,
  entity: PointEntity,
  between: DistanceM,
): Candidate | null {
  const distanceM = distanceBetween(seen, entity, between)
  const reason = whySame(seen, entity, distanceM)
  return reason && { entity, distanceM, reason }
}

/** Its author's word first, then what stands, then what was deleted. */
function rank({ entity, reason }: Candidate): number {
  if (reason.id === 'author-corrects') return 0
  if (reason.id === 'author-says-same') return 1
  return entity.properties.deleted ? 3 : 2
}

function whySame(
  seen: PointObservation,
  entity: PointEntity,
  distanceM: number,
): ProposalReason | null {
  const { corrects } = seen.properties
  if (corrects !== undefined && entity.properties.observations.includes(corrects)) {
    return { id: 'author-corrects', distanceM }
  }
  if (seen.properties.kind === 'heritage-point' && seen.properties.sameAs === entity.id) {
    return { id: 'author-says-same', distanceM }
  }
  const known = entity.properties
  if (known.kind === 'trail-report' && known.status !== 'open') return null
  const same = sameThing(notedThing(seen.properties), notedThing(known), distanceM)
  return same && { ...same, distanceM }
}

function notedThing(
  properties: PointObservation['properties'] | PointEntity['properties'],
): NotedThing {
  const { accuracyM } = properties as { readonly accuracyM?: number }
  const accuracy = accuracyM === undefined ? {} : { accuracyM }
  if (properties.kind === 'trail-report') return { kind: properties.category, ...accuracy }
  const { heritageKind: kind, name } = properties
  return { kind, ...accuracy, ...(name === undefined ? {} : { name }) }
}

/** Follows duplicates to the thing that took their observations, as far as it is known here. */
function survivorOf(entity: PointEntity, known: readonly PointEntity[]): PointEntity {
  const seen = new Set<string>()
  let survivor = entity
  while (!seen.has(survivor.id)) {
    seen.add(survivor.id)
    const into = survivor.properties.deleted?.into
    survivor = known.find((one) => one.id === into) ?? survivor
  }
  return survivor
}

function fieldChanges(
  seen: PointObservation,
  { entity, distanceM }: { entity: PointEntity; distanceM: number },
): readonly FieldChange[] {
  const before = entity.properties as unknown as Record<string, unknown>
  const after = seen.properties as Record<string, unknown>
  const changes = POINT_FIELDS[seen.properties.kind]
    .filter((field) => after[field] !== undefined)
    .filter((field) => canonicalJson(after[field]) !== canonicalJson(before[field] ?? null))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] }))
  if (distanceM <= sameWithinM(seen.properties.accuracyM)) return changes
  const place = {
    field: 'geometry',
    before: entity.geometry.coordinates,
    after: seen.geometry.coordinates,
  }
  return [...changes, place]
}

/**
 * Metres between two things. Lines are compared by their ends and middle with every vertex of the other:
 * enough for stretches of one trail, whose vertices are the trail's, and cheap for any length.
 */
function distanceBetween(
  a: PointObservation | PointEntity,
  b: PointObservation | PointEntity,
  distanceM: DistanceM,
): number {
  const [one, other] = [positionsOf(a), positionsOf(b)]
  let nearestM = Infinity
  const measure = (few: readonly Position[], all: readonly Position[]) => {
    for (const p of few) for (const q of all) nearestM = Math.min(nearestM, distanceM(p, q))
  }
  measure(endsAndMiddle(one), other)
  measure(endsAndMiddle(other), one)
  return nearestM
}

function positionsOf({ geometry }: PointObservation | PointEntity): readonly Position[] {
  return geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates
}

function endsAndMiddle(positions: readonly Position[]): readonly Position[] {
  const places = [0, positions.length >> 1, positions.length - 1]
  return [...new Set(places)].map((place) => positions[place]!)
}
