import type { DeskTrailAnswer, DeskTrailRow, DeskTrailsAnswer } from '../../contract/desk.ts'
import { CATALOGUE } from '../../contract/endpoints.ts'
import { Problem } from '../../contract/problem.ts'
import type { AnswerEntity } from '../../domain/catalogue/entity.ts'
import { proposeFixes } from '../../domain/checks/propose-fix.ts'
import { publicationGate } from '../../domain/review/publication-gate.ts'
import { trailStatus, type TrailStatus } from '../../domain/review/trail-status.ts'
import type { StoredObservation } from '../storage/records.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { boxOfLine } from '../../domain/geo/box.ts'
import { readAround } from '../review/around-trail.ts'
import { declaredOf } from '../evidence/declared-of.ts'
import { readTargets, reviewObservations } from '../review/reviewed-observations.ts'
import type { EvidenceCache } from '../evidence/evidence-cache.ts'
import { readTrailFile, type FindingCaches } from '../evidence/trail-evidence.ts'

/** Each one holds a whole line; after the first ones are taken, the others are proposed. */
const MOST_FIXES = 12

/** What comes first when the office opens its desk. */
const URGENCY: readonly TrailStatus['id'][] = [
  'to-fix',
  'ready',
  'in-test',
  'to-retest',
  'closed',
  'to-test',
  'draft',
  'published',
]

/** The desk's list: what waits longest for a decision first, then by what the status asks for. */
export async function readDeskTrails(
  tx: StoreTransaction,
  territory: string,
  nowMs: number,
  evidenceOf: EvidenceCache,
): Promise<DeskTrailsAnswer> {
  const counts = await tx.observations.unansweredCounts(territory)
  const waiting = new Map(counts.map((one) => [one.trail, one]))
  const rows: DeskTrailRow[] = []
  const all = await tx.catalogue.list(territory, 'trail')
  const trails = all.filter(({ properties }) => !properties.deleted)
  const gathered = await evidenceOf(tx, territory, trails)
  for (const trail of trails) {
    const evidence = gathered.get(trail.id)!
    const oldest = waiting.get(trail.id)?.oldestReceivedAt
    rows.push({
      id: trail.id,
      name: trail.properties.attributes.name,
      slug: trail.properties.attributes.slug,
      status: trailStatus(trail, evidence, nowMs),
      lengthM: evidence.lengthM,
      undecided: evidence.undecided,
      ...(oldest === undefined ? {} : { oldestUndecidedAt: oldest }),
      bbox: boxOfLine(trail.geometry.coordinates),
    })
  }
  rows.sort(
    (a, b) =>
      Number(b.undecided > 0) - Number(a.undecided > 0) ||
      (a.oldestUndecidedAt ?? '').localeCompare(b.oldestUndecidedAt ?? '') ||
      URGENCY.indexOf(a.status.id) - URGENCY.indexOf(b.status.id) ||
      a.name.localeCompare(b.name, 'fr', { numeric: true }),
  )
  const shown = new Set(rows.map((row) => row.id))
  const elsewhere = counts.filter(({ trail }) => trail === null || !shown.has(trail))
  return {
    jalon: 'desk-trails',
    rows,
    elsewhere: elsewhere.reduce((sum, { count }) => sum + count, 0),
  }
}

/** The evidence for one trail. */
export async function readDeskTrail(
  tx: StoreTransaction,
  territory: string,
  id: string,
  nowMs: number,
  caches: FindingCaches,
): Promise<DeskTrailAnswer> {
  const trail = await tx.catalogue.get(territory, 'trail', id)
  if (!trail) throw new Problem('not-found')
  const file = await readTrailFile(tx, territory, trail, caches)
  const { evidence, observations, answers, assessments, together } = file
  const around = await readAround(tx, territory, trail)
  const reviewed = await reviewObservations(tx, territory, observations, answers, assessments)
  const versions = await tx.publications.list(territory, id)
  const { slug } = trail.properties.attributes
  return {
    jalon: 'desk-trail',
    trail,
    status: trailStatus(trail, evidence, nowMs),
    gate: publicationGate(trail, evidence),
    evidence,
    lineFindings: evidence.lineFindings,
    fixes: proposeFixes(
      evidence.lineFindings,
      trail.geometry.coordinates,
      declaredOf(trail.properties.attributes),
    ).slice(0, MOST_FIXES),
    ...(together ? { consensus: together.consensus } : {}),
    observations: reviewed,
    ...around,
    targets: await readTargets(tx, territory, reviewed, [...around.heritage, ...around.reports]),
    publications: versions.map(({ number, publishedAt, sha256 }) => ({
      number,
      publishedAt,
      sha256,
      href: CATALOGUE.publication(slug, number),
    })),
  }
}

/**
 * What names no trail, or one that is not there: deleted, or lost with a restored backup. No evidence to
 * show, only things to answer; nothing received is ever on no screen.
 */
export async function readElsewhere(tx: StoreTransaction, territory: string) {
  const observations = await strayObservations(tx, territory)
  const ids = observations.map(({ observation }) => observation.id)
  const answers = new Map<string, AnswerEntity>()
  const assessments = new Map(
    (await tx.assessments.getMany(territory, ids)).map((one) => [one.observation, one.assessment]),
  )
  const reviewed = await reviewObservations(tx, territory, observations, answers, assessments)
  const targets = [...new Set(reviewed.flatMap(({ proposal }) => proposal?.target ?? []))]
  return {
    jalon: 'desk-elsewhere' as const,
    observations: reviewed,
    heritage: await tx.catalogue.getMany(territory, 'heritage-point', targets),
    reports: await tx.catalogue.getMany(territory, 'trail-report', targets),
  }
}

async function strayObservations(
  tx: StoreTransaction,
  territory: string,
): Promise<readonly StoredObservation[]> {
  const trails = await tx.catalogue.list(territory, 'trail')
  const live = new Set(trails.filter((one) => !one.properties.deleted).map(({ id }) => id))
  const counts = await tx.observations.unansweredCounts(territory)
  const strays: StoredObservation[] = []
  for (const { trail } of counts) {
    if (trail !== null && live.has(trail)) continue
    strays.push(...(await tx.observations.query(territory, { trail, unanswered: true })))
  }
  return strays.sort((a, b) => a.seq - b.seq)
}
