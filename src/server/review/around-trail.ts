import type { HeritageEntity, ReportEntity, TrailEntity } from '../../domain/catalogue/entity.ts'
import { indexLine, nearestOnLine, type IndexedLine } from '../../domain/geo/line-index.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { boxOfLine } from '../../domain/geo/box.ts'

/** Catalogue points so near to a trail are shown with it, whoever saw them. */
const BESIDE_M = 150

export interface AroundTrail {
  readonly heritage: readonly HeritageEntity[]
  readonly reports: readonly ReportEntity[]
}

/** What the catalogue knows on a trail or beside it: what names the trail, and what lies near its line. */
export async function readAround(
  tx: StoreTransaction,
  territory: string,
  trail: TrailEntity,
): Promise<AroundTrail> {
  const line = trail.geometry.coordinates
  const box = boxOfLine(line, BESIDE_M)
  const inBox = await tx.catalogue.byBox(territory, box, ['heritage-point', 'trail-report'])
  const indexed = indexLine(line)
  const beside = inBox.filter((entity): entity is HeritageEntity | ReportEntity =>
    isBeside(entity as HeritageEntity | ReportEntity, indexed),
  )
  return {
    heritage: together(
      await tx.catalogue.byTrail(territory, trail.id, 'heritage-point'),
      beside.filter((one): one is HeritageEntity => one.properties.kind === 'heritage-point'),
    ),
    reports: together(
      await tx.catalogue.byTrail(territory, trail.id, 'trail-report'),
      beside.filter((one): one is ReportEntity => one.properties.kind === 'trail-report'),
    ),
  }
}

function isBeside({ geometry }: HeritageEntity | ReportEntity, line: IndexedLine): boolean {
  const places = geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates
  return places.some((place) => nearestOnLine(line, place, BESIDE_M) !== null)
}

/** Each one once, the deleted ones left out. */
function together<E extends HeritageEntity | ReportEntity>(
  named: readonly E[],
  beside: readonly E[],
): E[] {
  const all = new Map([...named, ...beside].map((entity) => [entity.id, entity]))
  return [...all.values()].filter(({ properties }) => properties.deleted === undefined)
}
