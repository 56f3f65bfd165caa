import { CATALOGUE } from '../../contract/endpoints.ts'
import type { ReportEntity, TrailEntity } from '../../domain/catalogue/entity.ts'
import type { Territory } from '../../domain/catalogue/territory.ts'
import type { PublicationFile } from '../../domain/publication/publication-file.ts'
import {
  publishReport,
  type PublishedHeritage,
  type PublishedReport,
} from '../../domain/publication/published-points.ts'
import type { PublishedTrail } from '../../domain/publication/published-trail.ts'
import { isoOf, provedAtMs, type TrailEvidence } from '../../domain/review/evidence.ts'
import { testedWholeAt } from '../../domain/review/freshness.ts'
import { COVERAGE_NEEDED } from '../../domain/review/publication-gate.ts'
import { trailStatus, type TrailStatus } from '../../domain/review/trail-status.ts'
import { readTrailFile } from '../review/trail-evidence.ts'
import type { Services } from '../services.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** One published trail with what is true of it today. */
export interface PublishedEntry {
  readonly territory: Territory
  /** As frozen. */
  readonly trail: PublishedTrail
  readonly heritage: readonly PublishedHeritage[]
  /** Open reports on it, live. */
  readonly reports: readonly PublishedReport[]
  readonly status: TrailStatus
  /** The day of the last accepted test, and how many walks were accepted. No name, no hour. */
  readonly testedOn?: string
  readonly tests: number
}

export interface PublishedTerritory {
  readonly territory: Territory
  readonly entries: readonly PublishedEntry[]
}

/** Reads what the world may see, at most once a minute while nothing changes. */
export type ReadPublished = () => Promise<readonly PublishedTerritory[]>

const MINUTE_MS = 60_000

export function publishedReader({ store, nowMs }: Services): ReadPublished {
  let known: { key: string; value: Promise<readonly PublishedTerritory[]> } | null = null
  return async () => {
    const heads = await store.read(async ({ territories, feed }) => {
      const all = await territories.list()
      return Promise.all(all.map(async ({ id }) => `${id}:${await feed.head(id)}`))
    })
    const key = `${heads.join()}@${Math.floor(nowMs() / MINUTE_MS)}`
    if (known?.key === key) return known.value
    const value = store.read((tx) => readAll(tx, nowMs()))
    known = { key, value }
    value.catch(() => (known = null))
    return value
  }
}

async function readAll(tx: StoreTransaction, atMs: number): Promise<PublishedTerritory[]> {
  const all: PublishedTerritory[] = []
  for (const territory of await tx.territories.list()) {
    const entries: PublishedEntry[] = []
    for (const trail of await tx.catalogue.list(territory.id, 'trail')) {
      const entry = await readEntry(tx, territory, trail, atMs)
      if (entry) entries.push(entry)
    }
    entries.sort((a, b) => a.trail.properties.name.localeCompare(b.trail.properties.name, 'fr'))
    all.push({ territory, entries })
  }
  return all
}

async function readEntry(
  tx: StoreTransaction,
  territory: Territory,
  entity: TrailEntity,
  atMs: number,
): Promise<PublishedEntry | null> {
  const { published, deleted } = entity.properties
  if (!published || deleted) return null
  const stored = await tx.publications.get(territory.id, entity.id, published.number)
  if (!stored) return null
  const file = parsePublication(stored.bytes)
  const [trail, ...frozen] = file.features
  const { evidence } = await readTrailFile(tx, territory.id, entity)
  const tested = testedAt(evidence, entity.properties.version)
  const reports = await tx.catalogue.byTrail(territory.id, entity.id, 'trail-report')
  return {
    territory,
    trail,
    heritage: await withoutDeleted(tx, territory.id, frozen),
    reports: reports
      .filter(isOpen)
      .map((report) =>
        publishReport(
          report,
          trail.properties.slug,
          territory.office.name,
          territory.licence,
          CATALOGUE.photo,
        ),
      ),
    status: trailStatus(entity, evidence, atMs),
    ...(tested === undefined ? {} : { testedOn: tested.slice(0, 10) }),
    tests: evidence.walks.filter((walk) => walk.state === 'accepted').length,
  }
}

/** Since when the trail has been walked whole; else the last walk that counts. */
function testedAt(evidence: TrailEvidence, version: number): string | undefined {
  const whole = testedWholeAt(evidence, version, COVERAGE_NEEDED)
  if (whole) return whole
  const walks = evidence.walks.filter(({ state }) => state === 'accepted').map(provedAtMs)
  return walks.length > 0 ? isoOf(Math.max(...walks)) : undefined
}

/** The bytes were written by `freezePublication`, and nothing else writes there. */
export function parsePublication(bytes: Uint8Array): PublicationFile {
  return JSON.parse(new TextDecoder().decode(bytes)) as PublicationFile
}

/** What was deleted since (an owner asked, a place is no more) is not shown, whatever was frozen. */
async function withoutDeleted(
  tx: StoreTransaction,
  territory: string,
  points: readonly PublishedHeritage[],
): Promise<PublishedHeritage[]> {
  const ids = points.map(({ id }) => id)
  const now = await tx.catalogue.getMany(territory, 'heritage-point', ids)
  const gone = new Set(now.filter(({ properties }) => properties.deleted).map(({ id }) => id))
  return points.filter(({ id }) => !gone.has(id))
}

function isOpen({ properties }: ReportEntity): boolean {
  return properties.status === 'open' && properties.deleted === undefined
}
