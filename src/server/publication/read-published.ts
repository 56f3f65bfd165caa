import { dayIn, nextDayMs } from '../../domain/day.ts'
import { CATALOGUE } from '../../contract/endpoints.ts'
import type { ReportEntity, TrailEntity } from '../../domain/catalogue/entity.ts'
import type { Territory } from '../../domain/catalogue/territory.ts'
import { timeZoneOf } from '../../domain/catalogue/time-zone.ts'
import type { PublicationFile } from '../../domain/publication/publication-file.ts'
import {
  publishReport,
  type PublishedHeritage,
  type PublishedReport,
} from '../../domain/publication/published-points.ts'
import type { PublishedTrail, TestRecord } from '../../domain/publication/published-trail.ts'
import type { TrailEvidence } from '../../domain/review/evidence.ts'
import { ageOfPublished, trailStatus, type TrailStatus } from '../../domain/review/trail-status.ts'
import { readWalks } from '../evidence/trail-evidence.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { testRecord } from './test-record.ts'

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

/**
 * Reads what the world may see of some trails, in a few questions for all of them. Those of which it may
 * see nothing, not even the name, are left out.
 */
export async function readSources(
  tx: StoreTransaction,
  territory: Territory,
  entities: readonly TrailEntity[],
): Promise<ReadonlyMap<string, TrailSource>> {
  const visible = entities.filter(({ properties: { published, deleted, publications } }) => {
    // Once shown and then withdrawn: not announced again.
    return !deleted && (published !== undefined || publications === 0)
  })
  const frozenOf = await readFrozen(tx, territory, visible)
  const shown = visible.filter(({ id, properties }) => !properties.published || frozenOf.has(id))
  const evidenceOf = await readWalks(tx, territory.id, shown)
  return new Map(
    shown.map((entity) => {
      const evidence = evidenceOf.get(entity.id)!
      const frozen = frozenOf.get(entity.id)
      return [entity.id, { entity, evidence, ...(frozen ? { frozen } : {}) }]
    }),
  )
}

async function readFrozen(
  tx: StoreTransaction,
  territory: Territory,
  entities: readonly TrailEntity[],
): Promise<ReadonlyMap<string, NonNullable<TrailSource['frozen']>>> {
  const wanted = entities.flatMap(({ id, properties: { published } }) =>
    published ? [{ trail: id, number: published.number }] : [],
  )
  const stored = await tx.publications.getMany(territory.id, wanted)
  const again = wanted.filter(({ number }) => number > 1).map(({ trail }) => trail)
  const numbers = await tx.publications.numbers(territory.id, again)
  const ids = wanted.map(({ trail }) => trail)
  const reports = await tx.catalogue.byTrails(territory.id, ids, 'trail-report')
  // The bytes were written by `freezePublication` and `redactVersions`, and nothing else writes there.
  const files = stored.map(
    ({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as PublicationFile,
  )
  const gone = await deletedPoints(tx, territory.id, files)
  const { office, licence } = territory
  const timeZone = timeZoneOf(territory)
  return new Map(
    stored.map(({ trail: id, number, publishedAt }, i) => {
      const [trail, ...points] = files[i]!.features
      const { slug } = trail.properties
      const before = (numbers.get(id) ?? []).filter((one) => one < number)
      const frozen = {
        ...{ territory, trail, publishedAt, publishedOn: dayIn(timeZone, publishedAt) },
        // What was deleted since (an owner asked, a place is no more) is not shown, whatever was frozen.
        heritage: points.filter((point) => !gone.has(point.id)),
        reports: (reports.get(id) ?? [])
          .filter(isOpen)
          .map((report) => publishReport(report, slug, office.name, licence, CATALOGUE.photo)),
        before: before.reverse(),
      }
      return [id, frozen]
    }),
  )
}

/** How a trail stands now, for those who may read it; `null` for one that is not published. */
export function entryOf(source: TrailSource, nowMs: number): PublishedEntry | null {
  const { entity, evidence, frozen } = source
  if (!frozen) return null
  const { publishedAt, ...rest } = frozen
  const { version } = entity.properties
  const frozenVersion = frozen.trail.properties.referenceVersion
  if (frozenVersion === version) {
    const tested = testRecord(evidence, version, nowMs, timeZoneOf(frozen.territory))
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
export function changesAtMs({ entity, frozen }: TrailSource, nowMs: number): number {
  const { from, until } = entity.properties.closure ?? {}
  const midnightMs = nextDayMs(frozen ? timeZoneOf(frozen.territory) : 'UTC', nowMs)
  const instants = [from, until].filter((at) => at !== undefined).map((at) => Date.parse(at))
  return Math.min(midnightMs, ...instants.filter((atMs) => atMs > nowMs))
}

async function deletedPoints(
  tx: StoreTransaction,
  territory: string,
  files: readonly PublicationFile[],
): Promise<ReadonlySet<string>> {
  const ids = new Set(files.flatMap(({ features: [, ...points] }) => points.map(({ id }) => id)))
  const now = await tx.catalogue.getMany(territory, 'heritage-point', [...ids])
  return new Set(now.filter(({ properties }) => properties.deleted).map(({ id }) => id))
}

function isOpen({ properties }: ReportEntity): boolean {
  return properties.status === 'open' && properties.deleted === undefined
}
