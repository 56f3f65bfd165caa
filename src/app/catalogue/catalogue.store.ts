import { defineStore } from 'pinia'
import type { Position } from 'geojson'
import { computed, inject, shallowRef, type InjectionKey } from 'vue'
import type { HeritageEntity, ReportEntity } from '../../domain/catalogue/entity.ts'
import { lineLengthM } from '../../domain/geo/chainage.ts'
import { distanceM } from '../../domain/geo/plane.ts'
import type { PhoneStorage } from '../storage/phone-storage.ts'
import { readHeritage, readReport, readTrail, type KnownTrail } from '../storage/read-catalogue.ts'

export interface CataloguePorts {
  readonly storage: Pick<PhoneStorage, 'catalogue'>
  /** One position, asked for by a tap; `null` when refused. */
  readonly whereAmI: () => Promise<Position | null>
}
export const CATALOGUE: InjectionKey<CataloguePorts> = Symbol('catalogue')

/** One row of the list. */
export interface TrailRow {
  readonly trail: KnownTrail
  readonly id: string
  readonly name: string
  readonly lengthM: number
  /** From the walker to the start of the line; `null` while nobody asked. */
  readonly awayM: number | null
}

/** What needs a walker most comes first, while nobody has said where they are. */
const URGENCY = [
  'to-test',
  'to-retest',
  'in-test',
  'to-fix',
  'published',
  'ready',
  'draft',
  'closed',
]

/** The catalogue as this phone knows it: read from the phone, whatever the network does. */
export const useCatalogue = defineStore('catalogue', () => {
  const ports = inject(CATALOGUE)!
  const trails = shallowRef<readonly KnownTrail[]>([])
  const heritage = shallowRef<readonly HeritageEntity[]>([])
  const reports = shallowRef<readonly ReportEntity[]>([])
  const loaded = shallowRef(false)
  const here = shallowRef<Position | null>(null)

  const rows = computed<readonly TrailRow[]>(() =>
    trails.value.map((trail) => toRow(trail, here.value)).sort(byNeed),
  )

  async function load(): Promise<void> {
    const { catalogue } = ports.storage
    const [trailRows, heritageRows, reportRows] = await Promise.all([
      catalogue.ofKind('trail'),
      catalogue.ofKind('heritage-point'),
      catalogue.ofKind('trail-report'),
    ])
    trails.value = trailRows.map(readTrail).filter((trail) => trail !== null)
    heritage.value = heritageRows.map(readHeritage).filter((point) => point !== null)
    reports.value = reportRows.map(readReport).filter((report) => report !== null)
    loaded.value = true
  }

  async function locate(): Promise<boolean> {
    here.value = await ports.whereAmI()
    return here.value !== null
  }

  return { trails, heritage, reports, rows, loaded, here, load, locate }
})

function toRow(trail: KnownTrail, here: Position | null): TrailRow {
  const { entity } = trail
  const line = entity.geometry.coordinates
  const away = here ? Math.min(...line.map((position) => distanceM(here, position))) : null
  return {
    trail,
    id: entity.id,
    name: entity.properties.attributes.name,
    lengthM: lineLengthM(line),
    awayM: away,
  }
}

function byNeed(a: TrailRow, b: TrailRow): number {
  if (a.awayM !== null && b.awayM !== null) return a.awayM - b.awayM
  const rank = ({ trail }: TrailRow) => URGENCY.indexOf(trail.status?.id ?? 'draft')
  return rank(a) - rank(b) || a.name.localeCompare(b.name, 'fr', { numeric: true })
}
