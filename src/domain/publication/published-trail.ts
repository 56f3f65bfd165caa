import type { Feature, LineString } from 'geojson'
import type { TrailEntity } from '../catalogue/entity.ts'
import type { GateItem } from '../review/publication-gate.ts'
import type { TrailAttributes } from '../catalogue/trail-attributes.ts'
import { trailFigures, type TrailFigures } from '../catalogue/trail-figures.ts'
import type { ElevationProfile } from '../geo/climb/elevation-profile.ts'
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

/** What the office waived of the gate in writing, where it matters to who walks. */
export interface PublishedWaiver {
  readonly item: 'coverage' | 'reports' | 'verdict'
  /** For `coverage`: what has been walked, 0 to 1. */
  readonly share?: number
  readonly reason: string
}

/** What the world reads of a trail: no time, no author, no device. Figures say how they were made. */
export interface PublishedTrailProperties extends TrailAttributes, TestRecord, TrailFigures {
  readonly kind: 'trail'
  /** Number of the publication. */
  readonly version: number
  /** Version of the reference line that was frozen: what its tests are tests of. */
  readonly referenceVersion: number
  /** Absent when nothing was waived. */
  readonly waivers?: readonly PublishedWaiver[]
  readonly licence: string
  readonly licenceUrl: string
}
export type PublishedTrail = Omit<Feature<LineString, PublishedTrailProperties>, 'bbox'> & {
  id: string
  bbox: Bbox
}

/**
 * A trail as publication `number` shows it. Declared figures give way to computed ones. `terrainProfile`: what a
 * terrain model knows under the line; it is believed before the altitudes that came with the line.
 */
export function publishTrail(
  trail: TrailEntity,
  number: number,
  tested: TestRecord,
  licence: Licence,
  terrainProfile: ElevationProfile | null = null,
  waivers: readonly PublishedWaiver[] = [],
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
      ...trailFigures(coordinates, terrainProfile),
      ...(tested.testedOn === undefined ? {} : { testedOn: tested.testedOn }),
      tests: tested.tests,
      ...(waivers.length > 0 ? { waivers } : {}),
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

/** What is told of the waivers of a gate: an answer that waits is the office's own matter. */
export function publishedWaivers(gate: readonly GateItem[]): PublishedWaiver[] {
  return gate.flatMap(({ id, share, waived }) => {
    if (!waived || (id !== 'coverage' && id !== 'reports' && id !== 'verdict')) return []
    const { reason } = waived
    return [{ item: id, ...(id === 'coverage' && share !== undefined ? { share } : {}), reason }]
  })
}
