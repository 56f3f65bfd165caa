import { defineStore } from 'pinia'
import type { Position } from 'geojson'
import { computed, shallowRef } from 'vue'
import type { HeritageEntity, ReportEntity } from '../../domain/catalogue/entity.ts'
import type { TrailFigures } from '../../domain/catalogue/trail-figures.ts'
import { lineLengthM } from '../../domain/geo/chainage.ts'
import { distanceM } from '../../domain/geo/plane.ts'
import { useServices } from '../services/app-services.ts'
import { readHeritage, readReport, readTrail, type KnownTrail } from '../storage/read-catalogue.ts'
import type { CatalogueServices } from './catalogue-services.ts'

/** One row of the list. */
export interface TrailRow {
  readonly trail: KnownTrail
  readonly id: string
  readonly name: string
  readonly lengthM: number
  /** From the walker to the start of the line; `null` while nobody asked. */
  readonly awayM: number | null
  /** Climb and time, a moment after the rest. */
  readonly figures: TrailFigures | undefined
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
  const { storage, device, onStored }: CatalogueServices = useServices()
  const trails = shallowRef<readonly KnownTrail[]>([])
  const heritage = shallowRef<readonly HeritageEntity[]>([])
  const reports = shallowRef<readonly ReportEntity[]>([])
  const loaded = shallowRef(false)
  const here = shallowRef<Position | null>(null)
  const figures = shallowRef<ReadonlyMap<string, TrailFigures>>(new Map())

  const rows = computed<readonly TrailRow[]>(() =>
    trails.value
      .map((trail) => toRow(trail, here.value, figures.value.get(lineKey(trail))))
      .sort(byNeed),
  )

  async function load(): Promise<void> {
    const { catalogue } = storage
    const [trailRows, heritageRows, reportRows] = await Promise.all([
      catalogue.ofKind('trail'),
      catalogue.ofKind('heritage-point'),
      catalogue.ofKind('trail-report'),
    ])
    trails.value = trailRows.map(readTrail).filter((trail) => trail !== null)
    heritage.value = heritageRows.map(readHeritage).filter((point) => point !== null)
    reports.value = reportRows.map(readReport).filter((report) => report !== null)
    loaded.value = true
    void figure()
  }

  /** The list never waits for figures, nor does a finger: a few trails at a time, each line once. */
  async function figure(): Promise<void> {
    const { trailFigures } = await import('../../domain/catalogue/trail-figures.ts')
    const all = new Map<string, TrailFigures>()
    let pausedAtMs = performance.now()
    for (const trail of trails.value) {
      const key = lineKey(trail)
      const known = figures.value.get(key)
      all.set(key, known ?? trailFigures(trail.entity.geometry.coordinates))
      if (performance.now() - pausedAtMs < AT_ONCE_MS) continue
      await new Promise((resolve) => setTimeout(resolve))
      pausedAtMs = performance.now()
    }
    figures.value = all
  }

  onStored(() => {
    if (loaded.value) void load()
  })

  /** Where the walker is: asked for by a tap. */
  async function locate(): Promise<boolean> {
    const fix = await device.geolocation.once()
    here.value = fix && [fix.lon, fix.lat]
    return here.value !== null
  }

  const figuresOf = (trail: KnownTrail) => figures.value.get(lineKey(trail))

  return { trails, heritage, reports, rows, loaded, here, figuresOf, load, locate }
})

/** Far from what a finger would notice, on a phone that is slow. */
const AT_ONCE_MS = 8

/** A line of a trail: another decision may have brought another one. */
function lineKey({ entity }: KnownTrail): string {
  return `${entity.id} ${entity.properties.decision}`
}

function toRow(
  trail: KnownTrail,
  here: Position | null,
  figures: TrailFigures | undefined,
): TrailRow {
  const { entity } = trail
  const line = entity.geometry.coordinates
  const away = here ? Math.min(...line.map((position) => distanceM(here, position))) : null
  return {
    trail,
    id: entity.id,
    name: entity.properties.attributes.name,
    lengthM: lineLengthM(line),
    awayM: away,
    figures,
  }
}

function byNeed(a: TrailRow, b: TrailRow): number {
  if (a.awayM !== null && b.awayM !== null) return a.awayM - b.awayM
  const rank = ({ trail }: TrailRow) => URGENCY.indexOf(trail.status?.id ?? 'draft')
  return rank(a) - rank(b) || a.name.localeCompare(b.name, 'fr', { numeric: true })
}
