import { DAY_MS } from '../../domain/day.ts'
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
import type { TrailEvidence } from '../../domain/review/evidence.ts'
import { ageOfPublished, trailStatus, type TrailStatus } from '../../domain/review/trail-status.ts'
import { readWalks } from '../review/trail-evidence.ts'
import type { StoreTransaction } from '../storage/store.ts'
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
  /** Tests of the frozen line, as known today. */
  readonly tested: TestRecord
  readonly publishedOn: string
  /** Numbers of the versions before this one, newest first. */
  readonly before: readonly number[]
}

/** What is read of one trail, before anybody asks what time it is. */
export interface TrailSource {
  readonly entity: TrailEntity
  /** Walks alone: what is published is told by them, and so is what is in test. */
  readonly evidence: TrailEvidence
  /** Absent for a trail that is not published. */
  readonly frozen?: Omit<PublishedEntry, 'status' | 'tested'> & { readonly publishedAt: string }
}

/** Reads what the world may see of a trail; `null` when that is nothing, not even its name. */
export async function readSource(
  tx: StoreTransaction,
  territory: Territory,
  entity: TrailEntity,
): Promise<TrailSource | null> {
  const { published, deleted, publications } = entity.properties
  if (deleted) return null
  // Once shown and then withdrawn: not announced again.
  if (!published && publications > 0) return null
  const frozen = published && (await readFrozen(tx, territory, entity, published.number))
  if (published && !frozen) return null
  const evidence = await readWalks(tx, territory.id, entity)
  return { entity, evidence, ...(frozen ? { frozen } : {}) }
}

async function readFrozen(
  tx: StoreTransaction,
  territory: Territory,
  entity: TrailEntity,
  number: number,
): Promise<TrailSource['frozen'] | undefined> {
  const stored = await tx.publications.get(territory.id, entity.id, number)
  if (!stored) return undefined
  // The bytes were written by `freezePublication` and `redactVersions`, and nothing else writes there.
  const file = JSON.parse(new TextDecoder().decode(stored.bytes)) as PublicationFile
  const [trail, ...points] = file.features
  const versions = number > 1 ? await tx.publications.list(territory.id, entity.id) : []
  const reports = await tx.catalogue.byTrail(territory.id, entity.id, 'trail-report')
  const { office, licence } = territory
  return {
    territory,
    trail,
    heritage: await withoutDeleted(tx, territory.id, points),
    reports: reports
      .filter(isOpen)
      .map((report) =>
        publishReport(report, trail.properties.slug, office.name, licence, CATALOGUE.photo),
      ),
    publishedOn: dayOf(stored.publishedAt),
    publishedAt: stored.publishedAt,
    before: versions
      .map((one) => one.number)
      .filter((one) => one < number)
      .sort((a, b) => b - a),
  }
}

/** How a trail stands now, for those who may read it; `null` for one that is not published. */
export function entryOf(source: TrailSource, nowMs: number): PublishedEntry | null {
  const { entity, evidence, frozen } = source
  if (!frozen) return null
  const { publishedAt, ...rest } = frozen
  const { version } = entity.properties
  const frozenVersion = frozen.trail.properties.referenceVersion
  if (frozenVersion === version) {
    const tested = testRecord(evidence, version, nowMs)
    return { ...rest, status: trailStatus(entity, evidence, nowMs), tested }
  }
  // The walks were compared again, with a line that is not published: what was known then is what is true.
  const { testedOn, tests } = frozen.trail.properties
  const tested: TestRecord = testedOn === undefined ? { tests } : { testedOn, tests }
  const now = trailStatus(entity, evidence, nowMs)
  const status = now.id === 'closed' ? now : ageOfPublished(publishedAt, testedOn, nowMs)
  return { ...rest, status, tested }
}

/** Being walked, and never shown to the world before. */
export function isInTest({ entity, evidence, frozen }: TrailSource, nowMs: number): boolean {
  return !frozen && TESTING.has(trailStatus(entity, evidence, nowMs).id)
}

const TESTING: ReadonlySet<TrailStatus['id']> = new Set(['in-test', 'to-fix', 'ready'])

/** Until when a trail stands as it does, if nothing happens: a day ends, a closure begins or ends. */
export function changesAtMs({ entity }: TrailSource, nowMs: number): number {
  const { from, until } = entity.properties.closure ?? {}
  const midnightMs = (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS
  const instants = [from, until].filter((at) => at !== undefined).map((at) => Date.parse(at))
  return Math.min(midnightMs, ...instants.filter((atMs) => atMs > nowMs))
}

/** What was deleted since (an owner asked, a place is no more) is not shown, whatever was frozen. */
async function withoutDeleted(
  tx: StoreTransaction,
  territory: string,
  points: readonly PublishedHeritage[],
): Promise<PublishedHeritage[]> {
  if (points.length === 0) return []
  const ids = points.map(({ id }) => id)
  const now = await tx.catalogue.getMany(territory, 'heritage-point', ids)
  const gone = new Set(now.filter(({ properties }) => properties.deleted).map(({ id }) => id))
  return points.filter(({ id }) => !gone.has(id))
}

function isOpen({ properties }: ReportEntity): boolean {
  return properties.status === 'open' && properties.deleted === undefined
}
