import { createHash } from 'node:crypto'
import type {
  HeritageEntity,
  ReportEntity,
  TrailEntity,
} from '../../../src/domain/catalogue/entity.ts'
import type { TrailAttributes } from '../../../src/domain/catalogue/trail-attributes.ts'
import { toPlane, createPlane } from '../../../src/domain/geo/plane.ts'
import { readWalks } from '../../../src/server/evidence/trail-evidence.ts'
import { freezePublication } from '../../../src/server/publication/freeze-publication.ts'
import type { Services } from '../../../src/server/services/services.ts'
import { aHeritageEntity, aReportEntity, aTrail, AT, TERRITORY } from '../../support/records.ts'
import { makeTerrain } from '../../support/simulator/terrain.ts'
import { makeTrail, TRAIL_SHAPES, type TrailShape } from '../../support/simulator/trail-shapes.ts'

export interface SeededTrail {
  readonly attributes?: Partial<TrailAttributes>
  readonly shape?: TrailShape
  readonly seed?: number
  readonly lengthM?: number
  /** Without altitudes when false. */
  readonly relief?: boolean
  /** How far east and north of the made-up trails' own place, degrees. */
  readonly shift?: readonly [number, number]
  readonly heritage?: readonly Partial<HeritageEntity['properties']>[]
  readonly reports?: readonly Partial<ReportEntity['properties']>[]
  readonly properties?: Partial<TrailEntity['properties']>
  readonly territory?: string
}

export interface Seeded {
  readonly trail: TrailEntity
  readonly heritage: readonly HeritageEntity[]
  readonly reports: readonly ReportEntity[]
}

/** A trail of a simulated shape with its points and reports, not stored yet. */
export function aSeededTrail(slug: string, more: SeededTrail = {}): Seeded {
  const { shape = TRAIL_SHAPES[1], seed = 1, lengthM = 6_000, relief = true } = more
  const { territory = TERRITORY, shift = [0, 0] } = more
  const plane = createPlane(-0.6, 43.68)
  const terrain = makeTerrain('hilly', false, seed)
  const line = makeTrail(shape, seed, lengthM).line.map(([lon, lat]) => {
    const { x, y } = toPlane(plane, lon!, lat!)
    const place = [lon! + shift[0], lat! + shift[1]]
    return relief ? [...place, terrain(x, y)] : place
  })
  const bare = aTrail({ slug, line, territory })
  const attributes = { ...bare.properties.attributes, ...more.attributes }
  const properties = { ...bare.properties, attributes, ...more.properties }
  const trail = { ...bare, properties }
  const placeAt = (i: number, of: number) => line[Math.floor(((i + 1) * line.length) / (of + 2))]!
  const heritage = (more.heritage ?? []).map((one, i, all) =>
    aHeritageEntity({ territory, trails: [trail.id], ...one }, placeAt(i, all.length).slice(0, 2)),
  )
  const reports = (more.reports ?? []).map((one, i, all) => ({
    ...aReportEntity({ territory, trail: trail.id, ...one }),
    geometry: { type: 'Point' as const, coordinates: placeAt(i, all.length).slice(0, 2) },
  }))
  return { trail, heritage, reports }
}

/** Stores a trail and freezes it, as the desk's decision to publish does. Gives the frozen text. */
export async function publishSeeded(
  { store }: Services,
  { trail, heritage, reports }: Seeded,
  publishedAt = AT,
): Promise<{ trail: TrailEntity; text: string }> {
  return store.transaction(async (tx) => {
    const { territory } = trail.properties
    const number = trail.properties.publications + 1
    const published: TrailEntity = {
      ...trail,
      properties: {
        ...trail.properties,
        published: { number, at: publishedAt },
        publications: number,
      },
    }
    await tx.catalogue.put(territory, [published, ...heritage, ...reports])
    const walks = await readWalks(tx, territory, [published])
    const bytes = await freezePublication(tx, territory, published, walks.get(trail.id)!)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await tx.publications.add(territory, { trail: trail.id, number, bytes, sha256, publishedAt })
    return { trail: published, text: new TextDecoder().decode(bytes) }
  })
}
