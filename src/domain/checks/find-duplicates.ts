import type { Position } from 'geojson'
import Flatbush from 'flatbush'
import { distanceM, planeFor, toPlane } from '../geo/plane.ts'
import { roundDegrees, roundMetres, roundShare } from '../geo/rounding.ts'
import { nameSimilarity } from './same-name.ts'

/** A heritage point that may have been noted before. */
export interface PointRecord {
  readonly id: string
  readonly position: Position
  readonly kind: string
  readonly name?: string
  /** Accuracy of its position, metres; absent counts as perfect. */
  readonly accuracyM?: number
}

/** Two records that may be one, and why. Never merged without a person. */
export interface DuplicateProposal {
  readonly ids: readonly [string, string]
  readonly distanceM: number
  /** The distance up to which two such records may be one. */
  readonly withinM: number
  /** 0 to 1; absent when one of them has no name. */
  readonly nameSimilarity?: number
  readonly reasons: readonly ('near' | 'same-kind' | 'same-name')[]
}

/** A trail report, for counting how many people say the same. */
export interface ReportRecord {
  readonly id: string
  readonly position: Position
  readonly category: string
  readonly magnitude: 0 | 1 | 2
  readonly seenAtMs: number
  readonly accuracyM?: number
  readonly trail?: string
  readonly chainageM?: number
}

/** Reports that say the same of one place. */
export interface ReportCluster {
  readonly ids: readonly string[]
  readonly count: number
  /** Mean of the positions, weighted by 1 / accuracy². */
  readonly position: Position
  /** That of the worst. */
  readonly magnitude: 0 | 1 | 2
  readonly firstSeenAtMs: number
  readonly lastSeenAtMs: number
}

const NEAR_M = 25
const FARTHEST_M = 60
const SAME_NAME = 0.85
const REPORT_WITHIN_M = 40
const ALONG_TRAIL_M = 50
const REPORT_WITHIN_MS = 30 * 86_400_000
/** A position without accuracy weighs as one of a good phone. */
const USUAL_ACCURACY_M = 5

/**
 * Pairs of heritage points that may be one, nearest first: near each other and of one kind, or a
 * little farther and of one name. Across kinds only a common name makes a pair.
 */
export function findDuplicatePoints(points: readonly PointRecord[]): DuplicateProposal[] {
  const proposals: DuplicateProposal[] = []
  for (const [i, j] of nearPairs(points, FARTHEST_M)) {
    const proposal = pairOf(points[i]!, points[j]!)
    if (proposal) proposals.push(proposal)
  }
  return proposals.sort((a, b) => a.distanceM - b.distanceM || compareIds(a.ids, b.ids))
}

function pairOf(a: PointRecord, b: PointRecord): DuplicateProposal | null {
  const apartM = distanceM(a.position, b.position)
  const withinM = allowedM(a.accuracyM, b.accuracyM)
  const named = a.name !== undefined && b.name !== undefined
  const similarity = named ? nameSimilarity(a.name, b.name) : undefined
  const sameName = similarity !== undefined && similarity >= SAME_NAME
  const sameKind = a.kind === b.kind
  const near = apartM <= withinM
  // Two places of one kind with two names are two places, however near.
  if (!sameName && !(near && sameKind && !named)) return null
  return {
    ids: a.id < b.id ? [a.id, b.id] : [b.id, a.id],
    distanceM: roundMetres(apartM),
    withinM: roundMetres(sameName ? FARTHEST_M : withinM),
    ...(similarity === undefined ? {} : { nameSimilarity: roundShare(similarity) }),
    reasons: [
      ...(near ? (['near'] as const) : []),
      ...(sameKind ? (['same-kind'] as const) : []),
      ...(sameName ? (['same-name'] as const) : []),
    ],
  }
}

/** Two receivers' errors add up as independent ones; 95 % of them are within twice that. */
function allowedM(a = 0, b = 0): number {
  return Math.min(FARTHEST_M, Math.max(NEAR_M, 2 * Math.hypot(a, b)))
}

/**
 * Groups of reports that say the same: one category, near each other or near along one trail, within
 * thirty days. A report alone makes no group. Each report is in one group at most; a report joins when
 * it agrees with any of the group.
 */
export function findReportClusters(reports: readonly ReportRecord[]): ReportCluster[] {
  const parents = reports.map((_, i) => i)
  const rootOf = (i: number): number => {
    let root = i
    while (parents[root] !== root) root = parents[root]!
    return root
  }
  const join = (i: number, j: number): void => {
    const [a, b] = [rootOf(i), rootOf(j)]
    parents[Math.max(a, b)] = Math.min(a, b)
  }
  const pairs = [...nearPairs(reports, FARTHEST_M), ...alongPairs(reports)]
  for (const [i, j] of pairs) if (sayTheSame(reports[i]!, reports[j]!)) join(i, j)
  const groups = new Map<number, ReportRecord[]>()
  reports.forEach((report, i) => {
    groups.set(rootOf(i), [...(groups.get(rootOf(i)) ?? []), report])
  })
  return [...groups.values()].filter((group) => group.length > 1).map(clusterOf)
}

function sayTheSame(a: ReportRecord, b: ReportRecord): boolean {
  if (a.category !== b.category) return false
  if (Math.abs(a.seenAtMs - b.seenAtMs) > REPORT_WITHIN_MS) return false
  const withinM = Math.max(REPORT_WITHIN_M, allowedM(a.accuracyM, b.accuracyM))
  if (distanceM(a.position, b.position) <= withinM) return true
  return isNearAlong(a, b)
}

function isNearAlong(a: ReportRecord, b: ReportRecord): boolean {
  if (a.trail === undefined || a.trail !== b.trail) return false
  if (a.chainageM === undefined || b.chainageM === undefined) return false
  return Math.abs(a.chainageM - b.chainageM) < ALONG_TRAIL_M
}

/** Neighbours in chainage on the same trail. */
function alongPairs(reports: readonly ReportRecord[]): [number, number][] {
  const known = reports
    .map((report, i) => ({ report, i }))
    .filter(({ report }) => report.trail !== undefined && report.chainageM !== undefined)
    .sort((a, b) => a.report.chainageM! - b.report.chainageM!)
  const pairs: [number, number][] = []
  known.forEach(({ report, i }, k) => {
    for (let n = k + 1; n < known.length; n += 1) {
      if (known[n]!.report.chainageM! - report.chainageM! >= ALONG_TRAIL_M) break
      pairs.push([i, known[n]!.i])
    }
  })
  return pairs
}

function clusterOf(group: readonly ReportRecord[]): ReportCluster {
  let weights = 0
  let lon = 0
  let lat = 0
  for (const { position, accuracyM = USUAL_ACCURACY_M } of group) {
    const weight = 1 / Math.max(1, accuracyM) ** 2
    weights += weight
    lon += weight * position[0]!
    lat += weight * position[1]!
  }
  return {
    ids: group.map(({ id }) => id).sort(),
    count: group.length,
    position: [roundDegrees(lon / weights), roundDegrees(lat / weights)],
    magnitude: Math.max(...group.map(({ magnitude }) => magnitude)) as 0 | 1 | 2,
    firstSeenAtMs: Math.min(...group.map(({ seenAtMs }) => seenAtMs)),
    lastSeenAtMs: Math.max(...group.map(({ seenAtMs }) => seenAtMs)),
  }
}

/** Pairs of records within a distance, each once, lower index first. */
function nearPairs(
  records: readonly { readonly position: Position }[],
  withinM: number,
): [number, number][] {
  if (records.length < 2) return []
  const plane = planeFor(records.map(({ position }) => position))
  const points = records.map(({ position }) => toPlane(plane, position[0]!, position[1]!))
  const index = new Flatbush(points.length)
  for (const { x, y } of points) index.add(x, y)
  index.finish()
  // The plane of a whole territory is a little off: the box is wider than what is asked for.
  const reach = withinM * 1.01
  return points.flatMap(({ x, y }, i) =>
    index
      .search(x - reach, y - reach, x + reach, y + reach, (j) => j > i)
      .filter((j) => distanceM(records[i]!.position, records[j]!.position) <= withinM)
      .sort((a, b) => a - b)
      .map((j): [number, number] => [i, j]),
  )
}

function compareIds(a: readonly [string, string], b: readonly [string, string]): number {
  return a.join() < b.join() ? -1 : 1
}
