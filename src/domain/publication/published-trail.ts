import type { Feature, LineString } from 'geojson'
import type { TrailEntity } from '../catalogue/entity.ts'
import type { TrailAttributes } from '../catalogue/trail-attributes.ts'
import { climbOfProfile } from '../geo/climb/climb.ts'
import type { ElevationProfile } from '../geo/climb/elevation-profile.ts'
import { measureLine } from '../geo/chainage.ts'
import { walkingTime, walkingTimeOnLevel } from '../geo/walking-time.ts'
import { bboxOf, publishedLine, type Bbox } from './published-geometry.ts'

/** Under which licence a thing is published. */
export interface Licence {
  readonly name: string
  readonly url: string
}

/** What the world reads of how a trail was tested: a day and a number, nobody's name and no hour. */
export interface TestRecord {
  /** Day of the last test that counts, `2026-11-20`. */
  readonly testedOn?: string
  /** Accepted walks and tests. */
  readonly tests: number
}

/** What the world reads of a trail: no time, no author, no device. Figures say how they were made. */
export interface PublishedTrailProperties extends TrailAttributes, TestRecord {
  readonly kind: 'trail'
  /** Number of the publication. */
  readonly version: number
  /** Version of the reference line that was frozen: what its tests are tests of. */
  readonly referenceVersion: number
  readonly lengthM: number
  readonly lengthMethod: 'reference-line'
  readonly walkingS: number
  readonly walkingMethod: 'swiss' | 'swiss-on-level'
  readonly ascentM?: number
  readonly descentM?: number
  readonly climbUncertaintyM?: number
  readonly climbMethod?: string
  readonly minEleM?: number
  readonly maxEleM?: number
  readonly licence: string
  readonly licenceUrl: string
}
export type PublishedTrail = Omit<Feature<LineString, PublishedTrailProperties>, 'bbox'> & {
  id: string
  bbox: Bbox
}

/** Times are for people: to five minutes. */
const TIME_STEP_S = 300

/**
 * A trail as publication `number` shows it. Declared figures give way to computed ones. `ground`: what a
 * terrain model knows under the line; it is believed before the altitudes that came with the line.
 */
export function publishTrail(
  trail: TrailEntity,
  number: number,
  tested: TestRecord,
  licence: Licence,
  ground: ElevationProfile | null = null,
): PublishedTrail {
  const coordinates = publishedLine(trail.geometry.coordinates)
  const { attributes } = trail.properties
  return {
    type: 'Feature',
    id: trail.id,
    bbox: bboxOf(coordinates)!,
    geometry: { type: 'LineString', coordinates },
    properties: {
      kind: 'trail',
      ...shownOf(attributes),
      version: number,
      referenceVersion: trail.properties.version,
      ...figuresOf(coordinates, ground),
      ...(tested.testedOn === undefined ? {} : { testedOn: tested.testedOn }),
      tests: tested.tests,
      licence: attributes.licence ?? licence.name,
      licenceUrl: licence.url,
    },
  }
}

/**
 * What the world may read of what people say of a trail, and nothing else: the desk keeps members that we do
 * not know, and they may hold anything. Declared figures are a matter for the desk: the line says better.
 */
const SHOWN = [
  ...(['name', 'slug', 'practice', 'routeType', 'difficulty', 'marking', 'departure'] as const),
  ...(['arrival', 'presentation', 'shortPresentation', 'instructions', 'advice'] as const),
  ...(['access', 'parking', 'themes', 'producer', 'source'] as const),
]

function shownOf(attributes: TrailAttributes): TrailAttributes {
  const pairs = SHOWN.map((name) => [name, attributes[name]] as const)
  const kept = pairs.filter(([, value]) => value !== undefined)
  const communes = attributes.communes?.map(({ name, code }) => ({ name, code }))
  return { ...Object.fromEntries(kept), ...(communes ? { communes } : {}) } as TrailAttributes
}

function figuresOf(coordinates: readonly (readonly number[])[], ground: ElevationProfile | null) {
  const positions = coordinates.map((place) => [...place])
  const { path } = measureLine(positions)
  const lengthM = Math.round(path.lengthM)
  const length = { lengthM, lengthMethod: 'reference-line' as const }
  const eleM = positions.map((place) => place[2]).filter((ele) => ele !== undefined)
  const isWhole = eleM.length === positions.length
  const profile = ground ?? (isWhole ? { chainageM: [...path.chainageM], eleM } : null)
  if (!profile) {
    const walkingS = toStep(walkingTimeOnLevel(path.lengthM).swissS)
    return { ...length, walkingS, walkingMethod: 'swiss-on-level' as const }
  }
  const climb = climbOfProfile(profile, ground ? 'terrain' : 'gps')
  return {
    ...length,
    walkingS: toStep(walkingTime(profile).swissS),
    walkingMethod: 'swiss' as const,
    ascentM: Math.round(climb.ascentM),
    descentM: Math.round(climb.descentM),
    climbUncertaintyM: Math.round(climb.uncertainty),
    climbMethod: climb.method,
    minEleM: Math.round(climb.minM),
    maxEleM: Math.round(climb.maxM),
  }
}

function toStep(seconds: number): number {
  return Math.max(TIME_STEP_S, Math.round(seconds / TIME_STEP_S) * TIME_STEP_S)
}
