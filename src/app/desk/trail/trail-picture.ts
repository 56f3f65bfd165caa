import type { LineString, Point, Position } from 'geojson'
import type { DeskTrailAnswer } from '../../../contract/desk.ts'
import { sliceLine } from '../../../domain/geo/chainage.ts'
import { indexLine, nearestOnLine, type IndexedLine } from '../../../domain/geo/line-index.ts'
import type { Finding } from '../../../domain/checks/finding.ts'
import type { Episode } from '../../../domain/geo/comparison.ts'
import type { MapContent, MapLine, MapPoint } from '../../map/map-content.ts'
import type { CoverageSection } from './line/coverage-sections.ts'
import type { ReviewRow } from './evidence/review-rows.ts'

/** A finding with the letter and the id that map, profile and list share. */
export interface LabelledFinding {
  readonly id: string
  readonly pinLabel: string
  readonly finding: Finding
}

/** A thing along the trail, for the profile. */
export interface ChainedPoint extends MapPoint {
  readonly chainageM: number
}

/** Farther than this from the line, a place is not shown on the profile. */
const ALONG_M = 120

const KINDS = {
  'heritage-point': 'heritage',
  'trail-report': 'report',
  'all-clear': 'all-clear',
} as const

/** Letters, so that findings are never mistaken for the numbers of observations. */
export function labelFindings(findings: readonly Finding[], of: string): LabelledFinding[] {
  return findings.map((finding, i) => ({
    id: `${of}#${i}`,
    pinLabel: i < 26 ? String.fromCharCode(97 + i) : `${i + 1}`,
    finding,
  }))
}

/** The id of the thing that a finding was found on; any other id is its own. */
export function ownerOf(id: string | null): string | undefined {
  return id?.split('#')[0]
}

/** The reference line, ready to be asked where things lie along it; `null` without a line. */
export function trailLine({ trail }: Pick<DeskTrailAnswer, 'trail'>): IndexedLine | null {
  const { coordinates } = trail.geometry
  return coordinates.length > 1 ? indexLine(coordinates) : null
}

/** What a trail's picture is made of, beside the server's answer. */
export interface PictureParts {
  readonly rows: readonly ReviewRow[]
  readonly findings: readonly LabelledFinding[]
  readonly sections: readonly CoverageSection[]
  readonly line: IndexedLine | null
  readonly selected: string | null
}

/** Everything the desk draws of one trail, but for what the pointer does. */
export function trailPicture(answer: DeskTrailAnswer, parts: PictureParts): MapContent {
  const { trail, heritage, reports } = answer
  const { rows, findings, sections, line, selected } = parts
  const chosen = rows.find((row) => row.id === ownerOf(selected))
  const openReports = reports.filter((one) => one.properties.status === 'open')
  const start = trail.geometry.coordinates[0]
  const points: MapPoint[] = [
    ...(start ? [{ id: trail.id, kind: 'start' as const, at: start }] : []),
    ...heritage
      .filter(isThere)
      .map(({ id, geometry }) => ({ id, kind: 'heritage' as const, at: geometry.coordinates })),
    ...openReports
      .filter(isThere)
      .map(({ id, geometry }) => ({ id, kind: 'report' as const, at: middleOf(geometry) })),
    ...rows.filter((row) => row.state === 'undecided' || row.id === selected).flatMap(rowPoint),
    ...findings.flatMap(findingPoint),
  ]
  return {
    references: [{ id: trail.id, lines: [trail.geometry.coordinates] }],
    unwalked: line ? unwalkedLines(sections, line) : [],
    walks: rows.flatMap(walkLine),
    deviations: chosen ? deviationLines(chosen) : [],
    reportLines: rows.flatMap(reportLine),
    points,
    ...(selected === null ? {} : { selected }),
    ...(chosen ? { selectedLine: chosen.id } : {}),
  }
}

/** The same for what names no trail: places only. */
export function placesPicture(rows: readonly ReviewRow[], selected: string | null): MapContent {
  return { points: rows.flatMap(rowPoint), ...(selected === null ? {} : { selected }) }
}

/** The pins of a picture that lie along the trail, in walking order. */
export function alongTrail(points: readonly MapPoint[], line: IndexedLine): ChainedPoint[] {
  return points
    .filter((point) => point.kind !== 'start' && point.kind !== 'trail')
    .flatMap((point) => {
      const nearest = nearestOnLine(line, point.at, ALONG_M)
      return nearest ? [{ ...point, chainageM: nearest.chainageM }] : []
    })
    .sort((a, b) => a.chainageM - b.chainageM)
}

function isThere(entity: { readonly properties: { readonly deleted?: unknown } }): boolean {
  return entity.properties.deleted === undefined
}

function middleOf(geometry: Point | LineString): Position {
  if (geometry.type === 'Point') return geometry.coordinates
  return geometry.coordinates[Math.floor(geometry.coordinates.length / 2)]!
}

function rowPoint({ id, kind, at, pinLabel, state }: ReviewRow): MapPoint[] {
  if (!at || kind === 'track' || kind === 'trail-test') return []
  const point = { id, kind: KINDS[kind], at, pending: state === 'undecided' }
  return [pinLabel === undefined ? point : { ...point, mark: pinLabel }]
}

function findingPoint({ id, pinLabel, finding }: LabelledFinding): MapPoint[] {
  const at = finding.at[0]
  return at ? [{ id, kind: 'finding', at, mark: pinLabel }] : []
}

function walkLine({ id, state, reviewed }: ReviewRow): MapLine[] {
  const { observation } = reviewed
  if (observation.properties.kind !== 'track' || state === 'refused') return []
  return [{ id, lines: observation.geometry?.coordinates as Position[][] }]
}

function reportLine({ id, kind, state, reviewed }: ReviewRow): MapLine[] {
  const { geometry } = reviewed.observation
  if (kind !== 'trail-report' || state === 'refused' || geometry?.type !== 'LineString') return []
  return [{ id, lines: [geometry.coordinates] }]
}

function deviationLines({ id, reviewed }: ReviewRow): MapLine[] {
  const comparison = reviewed.assessment?.comparison
  if (!comparison) return []
  const episodes: readonly Episode[] = [...comparison.deviations, ...comparison.detours]
  return episodes.flatMap((episode) => (episode.at.length > 1 ? [{ id, lines: [episode.at] }] : []))
}

function unwalkedLines(sections: readonly CoverageSection[], line: IndexedLine): MapLine[] {
  return sections
    .filter((section) => section.state === 'unwalked')
    .map(({ intervalM: [fromM, toM] }) => ({
      id: `unwalked-${Math.round(fromM)}`,
      lines: [sliceLine(line, fromM, toM)],
    }))
}
