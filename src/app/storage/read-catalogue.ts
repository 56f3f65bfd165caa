import type { HeritageEntity, ReportEntity, TrailEntity } from '../../domain/catalogue/entity.ts'
import type { AnswerEntity } from '../../domain/catalogue/entity.ts'
import type { TrailStatus } from '../../domain/review/trail-status.ts'
import type { CatalogueRow } from './rows.ts'

/** A trail as the phone knows it: the entity, and its status as the server computed it. */
export interface KnownTrail {
  readonly entity: TrailEntity
  readonly status: TrailStatus | null
}

/** Reads a row as a trail that can be drawn and walked; `null` when this version cannot. */
export function readTrail(row: CatalogueRow | undefined): KnownTrail | null {
  const entity = row?.feature as TrailEntity | undefined
  if (row?.kind !== 'trail' || entity?.geometry?.type !== 'LineString') return null
  if (typeof entity.properties?.attributes?.name !== 'string') return null
  if (entity.properties.deleted) return null
  const status = row.status as TrailStatus | undefined
  return { entity, status: status && typeof status.id === 'string' ? status : null }
}

export function readHeritage(row: CatalogueRow | undefined): HeritageEntity | null {
  const entity = row?.feature as HeritageEntity | undefined
  if (row?.kind !== 'heritage-point' || entity?.geometry?.type !== 'Point') return null
  return entity.properties?.deleted ? null : entity
}

export function readReport(row: CatalogueRow | undefined): ReportEntity | null {
  const entity = row?.feature as ReportEntity | undefined
  if (row?.kind !== 'trail-report' || !entity?.geometry) return null
  return entity.properties?.deleted ? null : entity
}

/** What the office decided about one of our observations. */
export function readAnswer(row: CatalogueRow | undefined): AnswerEntity | null {
  const entity = row?.feature as AnswerEntity | undefined
  return row?.kind === 'answer' && typeof entity?.properties?.outcome === 'string' ? entity : null
}
