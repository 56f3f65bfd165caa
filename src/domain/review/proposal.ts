import type { Position } from 'geojson'
import type { CatalogueEntity, HeritageEntity, ReportEntity } from '../catalogue/entity.ts'
import type {
  HeritagePointObservation,
  Observation,
  TrailReportObservation,
} from '../observation/observation.ts'

/** One field, before and after. */
export interface FieldChange {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/** Why the proposal says so, as data; words are in the locale files, under the reason id. */
export interface ProposalReason {
  readonly id:
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
  readonly reasons: readonly ProposalReason[]
}

/** Beyond this distance two points are never the same thing, however bad the fix. */
export const SEARCH_RADIUS_M = 100
const NEAR_M = 25

/** Metres between two positions: injected, so that one earth model serves everybody. */
export type DistanceM = (a: Position, b: Position) => number

const HERITAGE_FIELDS = [
  'name',
  'condition',
  'access',
  'ownership',
  'protection',
  'period',
  'text',
] as const
const REPORT_FIELDS = ['subtype', 'magnitude', 'text'] as const

type PointObservation = HeritagePointObservation | TrailReportObservation
type PointEntity = HeritageEntity | ReportEntity

/**
 * Proposes what to do with a heritage point or a trail report, from what the catalogue knows nearby.
 * Nothing changes until staff decide. Other kinds of observation propose nothing.
 * @param nearby catalogue entities of the same kind within `SEARCH_RADIUS_M`, deleted ones included
 */
export function propose(
  observation: Observation,
  nearby: readonly CatalogueEntity[],
  distanceM: DistanceM,
): Proposal | null {
  const { kind } = observation.properties
  if (kind !== 'heritage-point' && kind !== 'trail-report') return null
  const seen = observation as PointObservation
  const candidates = nearby
    .filter((entity): entity is PointEntity => entity.properties.kind === kind)
    .map((entity) => ({ entity, distanceM: distanceM(placeOf(seen), placeOf(entity)) }))
    .sort((a, b) => a.distanceM - b.distanceM)
  const match = candidates
    .map((one) => ({ ...one, reason: sameThing(seen, one) }))
    .find((one) => one.reason)
  if (!match?.reason) {
    return { observation: seen.id, change: 'new', changes: [], reasons: [{ id: 'nothing-near' }] }
  }
  const known = { observation: seen.id, target: match.entity.id, distanceM: match.distanceM }
  const reasons = [match.reason]
  if (match.entity.properties.deleted) {
    return {
      ...known,
      change: 'conflicts',
      changes: [],
      reasons: [...reasons, { id: 'deleted-since' }],
    }
  }
  const changes = fieldChanges(seen, match.entity)
  return { ...known, change: changes.length > 0 ? 'amends' : 'confirms', changes, reasons }
}

function sameThing(
  seen: PointObservation,
  { entity, distanceM }: { entity: PointEntity; distanceM: number },
): ProposalReason | null {
  if (seen.properties.kind === 'heritage-point' && seen.properties.sameAs === entity.id) {
    return { id: 'author-says-same', distanceM }
  }
  const thresholdM = Math.min(
    SEARCH_RADIUS_M,
    Math.max(NEAR_M, 2 * (seen.properties.accuracyM ?? 0)),
  )
  if (distanceM > thresholdM) return null
  if (seen.properties.kind === 'trail-report') {
    const known = entity.properties as ReportEntity['properties']
    if (known.status !== 'open' || known.category !== seen.properties.category) return null
    return { id: 'near-and-same-kind', distanceM, thresholdM }
  }
  const known = entity.properties as HeritageEntity['properties']
  if (known.heritageKind === seen.properties.heritageKind) {
    return { id: 'near-and-same-kind', distanceM, thresholdM }
  }
  const sameName =
    known.name !== undefined && plain(known.name) === plain(seen.properties.name ?? '')
  return sameName ? { id: 'near-and-same-name', distanceM, thresholdM } : null
}

function fieldChanges(seen: PointObservation, entity: PointEntity): readonly FieldChange[] {
  const fields = seen.properties.kind === 'heritage-point' ? HERITAGE_FIELDS : REPORT_FIELDS
  const before = entity.properties as unknown as Record<string, unknown>
  const after = seen.properties as Record<string, unknown>
  return fields
    .filter((field) => after[field] !== undefined && after[field] !== before[field])
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] }))
}

/** Names compare without case, accents or spaces around. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .trim()
}

function placeOf({ geometry }: PointObservation | PointEntity): Position {
  return geometry.type === 'Point' ? geometry.coordinates : geometry.coordinates[0]!
}
