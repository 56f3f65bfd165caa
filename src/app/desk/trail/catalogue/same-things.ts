import type { Position } from 'geojson'
import type { PointEntity } from '../../../../domain/catalogue/change-point.ts'
import type { HeritageEntity, ReportEntity } from '../../../../domain/catalogue/entity.ts'
import { findDuplicates } from '../../../../domain/checks/find-duplicates.ts'
import { distanceM } from '../../../../domain/geo/plane.ts'

/** Another thing of the catalogue that this one could be. */
export interface Twin {
  readonly entity: PointEntity
  readonly distanceM: number
  /** Place, kind and name say so; else it is only near. */
  readonly likely: boolean
}

/** Farther apart, two things are not asked about. */
const NEAR_M = 250

/** Duplicate candidates of one thing: what is likely first, then what is near, nearest first. */
export function twinsOf(
  entity: PointEntity,
  known: readonly PointEntity[],
  likely: readonly (readonly string[])[],
): Twin[] {
  const at = placeOf(entity)
  const groups = likely.filter((ids) => ids.includes(entity.id))
  return known
    .filter((other) => other.id !== entity.id && isOfItsKind(other, entity))
    .map((other) => ({
      entity: other,
      distanceM: distanceM(at, placeOf(other)),
      likely: groups.some((ids) => ids.includes(other.id)),
    }))
    .filter((twin) => twin.likely || twin.distanceM <= NEAR_M)
    .sort((a, b) => Number(b.likely) - Number(a.likely) || a.distanceM - b.distanceM)
}

/** Duplicate detection over the whole catalogue: groups that are probably one, by the rules of the checks. */
export function likelySame(
  heritage: readonly HeritageEntity[],
  reports: readonly ReportEntity[],
): readonly (readonly string[])[] {
  const points = heritage.map(({ id, geometry, properties: { heritageKind: kind, name } }) => ({
    id,
    kind,
    position: geometry.coordinates,
    ...(name === undefined ? {} : { name }),
  }))
  const open = reports
    .filter(({ properties }) => properties.status === 'open')
    .map((report) => ({
      id: report.id,
      kind: report.properties.category,
      position: placeOf(report),
    }))
  return [...findDuplicates(points), ...findDuplicates(open)].map(({ ids }) => ids)
}

/** Two of one kind: a heritage point never is a report, nor one kind of problem another. */
function isOfItsKind({ properties: a }: PointEntity, { properties: b }: PointEntity): boolean {
  if (a.kind === 'trail-report')
    return b.kind === 'trail-report' && a.category === b.category && a.status === b.status
  return b.kind === 'heritage-point'
}

function placeOf({ geometry }: PointEntity): Position {
  return geometry.type === 'Point' ? geometry.coordinates : geometry.coordinates[0]!
}
