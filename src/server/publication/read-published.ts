import { CATALOGUE } from '../../contract/endpoints.ts'
import type { ReportEntity, TrailEntity } from '../../domain/catalogue/entity.ts'
import type { Territory } from '../../domain/catalogue/territory.ts'
import type { PublicationFile } from '../../domain/publication/publication-file.ts'
import {
  publishReport,
  type PublishedHeritage,
  type PublishedReport,
} from '../../domain/publication/published-points.ts'
import type { PublishedTrail, TestRecord } from '../../domain/publication/published-trail.ts'
import { trailStatus, type TrailStatus } from '../../domain/review/trail-status.ts'
import { readTrailFile } from '../review/trail-evidence.ts'
import type { Services } from '../services.ts'
import type { StoredPublication, StoreTransaction } from '../storage/store.ts'
import { dayOf, testRecord } from './test-record.ts'

/** One published trail with what is true of it today. */
export interface PublishedEntry {
  readonly territory: Territory
  /** As frozen. */
  readonly trail: PublishedTrail
  readonly heritage: readonly PublishedHeritage[]
  /** Open reports on it, live. */
  readonly reports: readonly PublishedReport[]
  readonly status: TrailStatus
  /** As known today. */
  readonly tested: TestRecord
  readonly publishedOn: string
  /** Numbers of the versions before this one, newest first. */
  readonly before: readonly number[]
}

export interface PublishedTerritory {
  readonly territory: Territory
  readonly entries: readonly PublishedEntry[]
  /** Names of the trails that people are testing and that were never published: nothing else is told. */
  readonly testing: readonly string[]
}

/** Reads what the world may see, at most once a minute while nothing changes. */
export type ReadPublished = () => Promise<readonly PublishedTerritory[]>

const MINUTE_MS = 60_000

const READERS = new WeakMap<Services, ReadPublished>()

/** One reader a server: whoever asks shares what was read. */
export function publishedReader(services: Services): ReadPublished {
  const reader = READERS.get(services) ?? newReader(services)
  READERS.set(services, reader)
  return reader
}

function newReader({ store, nowMs }: Services): ReadPublished {
  let known: { key: string; value: Promise<readonly PublishedTerritory[]> } | null = null
  const files: KnownFiles = new Map()
  return async () => {
    const heads = await store.read(async ({ territories, feed }) => {
      const all = await territories.list()
      return Promise.all(all.map(async ({ id }) => `${id}:${await feed.head(id)}`))
    })
    const key = `${heads.join()}@${Math.floor(nowMs() / MINUTE_MS)}`
    if (known?.key === key) return known.value
    const value = store.read((tx) => readAll(tx, nowMs(), files))
    known = { key, value }
    value.catch(() => (known = null))
    return value
  }
}

async function readAll(
  tx: StoreTransaction,
  atMs: number,
  files: KnownFiles,
): Promise<PublishedTerritory[]> {
  const all: PublishedTerritory[] = []
  for (const territory of await tx.territories.list()) {
    const entries: PublishedEntry[] = []
    const testing: string[] = []
    for (const trail of await tx.catalogue.list(territory.id, 'trail')) {
      const entry = await readEntry(tx, territory, trail, atMs, files)
      if (entry) entries.push(entry)
      else if (await isInTest(tx, territory, trail, atMs)) {
        testing.push(trail.properties.attributes.name)
      }
    }
    entries.sort((a, b) => a.trail.properties.name.localeCompare(b.trail.properties.name, 'fr'))
    testing.sort((a, b) => a.localeCompare(b, 'fr'))
    all.push({ territory, entries, testing })
  }
  return all
}

async function readEntry(
  tx: StoreTransaction,
  territory: Territory,
  entity: TrailEntity,
  atMs: number,
  files: KnownFiles,
): Promise<PublishedEntry | null> {
  const { published, deleted } = entity.properties
  if (!published || deleted) return null
  const stored = await tx.publications.get(territory.id, entity.id, published.number)
  if (!stored) return null
  const file = parsePublication(stored, files)
  const [trail, ...frozen] = file.features
  const { evidence } = await readTrailFile(tx, territory.id, entity)
  const versions = await tx.publications.list(territory.id, entity.id)
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
    tested: testRecord(evidence, entity.properties.version, atMs),
    publishedOn: dayOf(stored.publishedAt),
    before: versions
      .map(({ number }) => number)
      .filter((number) => number < published.number)
      .sort((a, b) => b - a),
  }
}

/** Being walked, and never shown to the world before: what was withdrawn is not announced. */
async function isInTest(
  tx: StoreTransaction,
  territory: Territory,
  trail: TrailEntity,
  atMs: number,
): Promise<boolean> {
  const { published, deleted, publications } = trail.properties
  if (published || deleted || publications > 0) return false
  const { evidence } = await readTrailFile(tx, territory.id, trail)
  return TESTING.has(trailStatus(trail, evidence, atMs).id)
}

const TESTING: ReadonlySet<TrailStatus['id']> = new Set(['in-test', 'to-fix', 'ready'])

/** Frozen bytes do not change: each trail's last ones are read once. */
type KnownFiles = Map<string, { readonly sha256: string; readonly file: PublicationFile }>

/** The bytes were written by `freezePublication`, and nothing else writes there. */
function parsePublication({ trail, sha256, bytes }: StoredPublication, files: KnownFiles) {
  const known = files.get(trail)
  if (known?.sha256 === sha256) return known.file
  const file = JSON.parse(new TextDecoder().decode(bytes)) as PublicationFile
  files.set(trail, { sha256, file })
  return file
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
