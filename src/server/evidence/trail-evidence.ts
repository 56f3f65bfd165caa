import type { AnswerEntity, ReportEntity, TrailEntity } from '../../domain/catalogue/entity.ts'
import { lineLengthM } from '../../domain/geo/chainage.ts'
import { rolloverMs } from '../../domain/geo/fix-clock.ts'
import { isoOf, type TrailEvidence, type WalkEvidence } from '../../domain/review/evidence.ts'
import { inRegisterOrder } from '../../domain/checks/run-checks.ts'
import type { WalksAssessment } from '../../domain/checks/check-walks.ts'
import { reviewStatuses } from '../../domain/review/review-status.ts'
import type { AssessedWalk } from './assessed-walk.ts'
import type { StoredObservation } from '../storage/records.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { allClearsOf } from './all-clears.ts'
import { evidenceStateOf } from './evidence-state.ts'
import { readSurroundings, type TrailSurroundings } from './trail-surroundings.ts'
import {
  cacheKeyOfWalks,
  jointFindings,
  walksThatCount,
  type JointAssessmentCache,
} from './joint-assessment-cache.ts'
import type { LineFindingsCache } from './line-findings-cache.ts'

/** What was found before, so that no line and no walk is checked twice. */
export interface FindingCaches {
  readonly lineFindings: LineFindingsCache
  readonly jointAssessments: JointAssessmentCache
}

/** Everything that is known of one trail, read on one snapshot. */
export interface TrailFile {
  readonly evidence: TrailEvidence
  readonly observations: readonly StoredObservation[]
  readonly answers: ReadonlyMap<string, AnswerEntity>
  readonly assessments: ReadonlyMap<string, AssessedWalk>
  readonly around: TrailSurroundings
  /** What its walks say together; absent with too few of them, and while it is being computed. */
  readonly together?: WalksAssessment
}

/** Impassable, on Suricate's scale. */
const IMPASSABLE = 2

/** What was observed of a trail and still counts, with what became of each, and what the checks said of its walks. */
interface Observed extends Pick<TrailFile, 'observations' | 'answers' | 'assessments'> {
  readonly standing: ReturnType<typeof reviewStatuses>
}

/** Of many trails in a few questions: where the store is another machine, each one is waited for. */
async function readObserved(
  tx: StoreTransaction,
  territory: string,
  trails: readonly TrailEntity[],
): Promise<(trail: TrailEntity) => Observed> {
  const ids = trails.map(({ id }) => id)
  const received = new Map<string, StoredObservation[]>()
  for (const stored of await tx.observations.ofTrails(territory, ids)) {
    const trail = stored.observation.properties.trail!
    const known = received.get(trail)
    if (known) known.push(stored)
    else received.set(trail, [stored])
  }
  const given = await tx.catalogue.byTrails(territory, [...received.keys()], 'answer')
  const observed = new Map<string, Omit<Observed, 'assessments'>>()
  for (const [trail, all] of received) {
    observed.set(trail, thatCount(all, given.get(trail) ?? []))
  }
  const tracks = [...observed.values()].flatMap(({ observations }) => observations.filter(isTrack))
  const made = await tx.assessments.getMany(
    territory,
    tracks.map(({ observation }) => observation.id),
  )
  const assessments = new Map(
    made.map(({ observation, assessment }) => [observation, assessment as AssessedWalk]),
  )
  return ({ id }) => ({ ...(observed.get(id) ?? thatCount([], [])), assessments })
}

function thatCount(
  received: readonly StoredObservation[],
  given: readonly AnswerEntity[],
): Omit<Observed, 'assessments'> {
  const answers = new Map(
    given.filter(({ properties }) => !properties.deleted).map((one) => [one.id, one]),
  )
  const standing = reviewStatuses(
    received.map(({ observation, account }) => ({ observation, author: account })),
    (id) => answers.get(id),
  )
  const observations = received.filter(
    ({ observation }) => standing.get(observation.id) !== 'superseded',
  )
  return { observations, answers, standing }
}

function isTrack({ observation }: StoredObservation): boolean {
  return observation.properties.kind === 'track'
}

/**
 * Only who walked each trail, when and where: all that the world is told. No check is run for it, so that a
 * catalogue of thousands can be read.
 */
export async function readWalks(
  tx: StoreTransaction,
  territory: string,
  trails: readonly TrailEntity[],
): Promise<ReadonlyMap<string, TrailEvidence>> {
  const observedOf = await readObserved(tx, territory, trails)
  return new Map(
    trails.map((trail) => {
      const { observations, answers, assessments } = observedOf(trail)
      const { version } = trail.properties
      const evidence: TrailEvidence = {
        lengthM: lineLengthM(trail.geometry.coordinates),
        walks: walksOf(observations, answers, assessments, version),
        lineFindings: [],
        undecided: 0,
        blockingReports: 0,
      }
      return [trail.id, evidence]
    }),
  )
}

/**
 * Gathers the evidence for some trails, in a few questions for all of them: their walks with what the server's own
 * checks found, the verdicts of their testers, what still waits for an answer, and what makes them impassable.
 */
export async function readTrailFiles(
  tx: StoreTransaction,
  territory: string,
  trails: readonly TrailEntity[],
  caches: FindingCaches,
): Promise<ReadonlyMap<string, TrailFile>> {
  const observedOf = await readObserved(tx, territory, trails)
  const ids = trails.map(({ id }) => id)
  const reports = await tx.catalogue.byTrails(territory, ids, 'trail-report')
  const arounds = await readSurroundings(tx, territory, trails)
  return new Map(
    trails.map((trail) => {
      const around = arounds.get(trail.id)!
      const observed = observedOf(trail)
      return [trail.id, fileOf(trail, observed, reports.get(trail.id) ?? [], around, caches)]
    }),
  )
}

/** The same for one trail. */
export async function readTrailFile(
  tx: StoreTransaction,
  territory: string,
  trail: TrailEntity,
  caches: FindingCaches,
): Promise<TrailFile> {
  return (await readTrailFiles(tx, territory, [trail], caches)).get(trail.id)!
}

function fileOf(
  trail: TrailEntity,
  { observations, answers, assessments, standing }: Observed,
  reports: readonly ReportEntity[],
  around: TrailSurroundings,
  { lineFindings, jointAssessments }: FindingCaches,
): TrailFile {
  const isRefused = (id: string) => evidenceStateOf(answers.get(id)) === 'refused'
  const counting = walksThatCount(observations, isRefused)
  const together = jointAssessments.get(trail, cacheKeyOfWalks(trail, counting))
  const evidence: TrailEvidence = {
    lengthM: lineLengthM(trail.geometry.coordinates),
    walks: walksOf(observations, answers, assessments, trail.properties.version),
    allClears: allClearsOf(observations, answers, trail),
    lineFindings: inRegisterOrder([...lineFindings.of(trail, around), ...jointFindings(together)]),
    undecided: [...standing.values()].filter((one) => one === 'waiting').length,
    blockingReports: reports.filter(
      ({ properties }) =>
        properties.status === 'open' &&
        properties.magnitude === IMPASSABLE &&
        properties.deleted === undefined,
    ).length,
  }
  const more = together ? { together } : {}
  return { evidence, observations, answers, assessments, around, ...more }
}

/** When a walk was made; of a receiver that is 1,024 weeks late, by the clock of the server. */
function instantOf(
  { startedAt, createdAt }: { readonly startedAt?: string | undefined; readonly createdAt: string },
  receivedAt: string,
): string {
  const at = startedAt ?? createdAt
  const lateMs = rolloverMs(Date.parse(at), Date.parse(receivedAt))
  return lateMs === 0 ? at : isoOf(Date.parse(at) + lateMs)
}

/** One piece of evidence a track; a sheet filled in without a recording has a verdict and no coverage. */
function walksOf(
  observations: readonly StoredObservation[],
  answers: ReadonlyMap<string, AnswerEntity>,
  assessments: ReadonlyMap<string, AssessedWalk>,
  version: number,
): WalkEvidence[] {
  const tracks = new Set(
    observations
      .filter(({ observation }) => observation.properties.kind === 'track')
      .map(({ observation }) => observation.id),
  )
  const verdicts = new Map<string, WalkEvidence['verdict']>()
  const walks: WalkEvidence[] = []
  for (const { observation, receivedAt } of observations) {
    const { properties } = observation
    if (properties.kind !== 'trail-test') continue
    const { walk, verdict } = properties
    if (walk !== undefined && tracks.has(walk)) {
      if (verdict && evidenceStateOf(answers.get(observation.id)) !== 'refused')
        verdicts.set(walk, verdict)
      continue
    }
    walks.push({
      observation: observation.id,
      state: evidenceStateOf(answers.get(observation.id)),
      testedAt: instantOf(properties, receivedAt),
      receivedAt,
      trailVersion: properties.trailVersion,
      covered: [],
      findings: [],
      ...(verdict ? { verdict } : {}),
    })
  }
  for (const { observation, receivedAt } of observations) {
    const { properties } = observation
    if (properties.kind !== 'track') continue
    const assessed = assessments.get(observation.id)
    const verdict = verdicts.get(observation.id)
    walks.push({
      observation: observation.id,
      state: evidenceStateOf(answers.get(observation.id)),
      testedAt: instantOf(properties, receivedAt),
      receivedAt,
      trailVersion: assessed?.trailVersion ?? version,
      covered: assessed?.comparison?.covered ?? [],
      findings: assessed?.findings ?? [],
      ...(verdict ? { verdict } : {}),
    })
  }
  return walks
}
