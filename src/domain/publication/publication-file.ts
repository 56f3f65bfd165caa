import type { HeritageEntity, TrailEntity } from '../catalogue/entity.ts'
import type { ElevationProfile } from '../geo/climb/elevation-profile.ts'
import type { GateItem } from '../review/publication-gate.ts'
import { bboxOf, type Bbox } from './published-geometry.ts'
import { publishHeritage, type PublishedHeritage } from './published-points.ts'
import {
  publishedWaivers,
  publishTrail,
  type Licence,
  type PublishedTrail,
  type TestRecord,
} from './published-trail.ts'
import { firstPassages } from './walking-order.ts'

/** What was taken out of one point of a frozen version, for readers to see. */
export interface RedactedPart {
  readonly id: string
  readonly members: readonly ('point' | 'text' | 'photos')[]
  readonly on: string
}

/** One frozen version of a trail and its points: an RFC 7946 FeatureCollection, the trail first. */
export interface PublicationFile {
  readonly type: 'FeatureCollection'
  readonly jalon: 'publication'
  readonly number: number
  readonly bbox: Bbox
  /** What the law took out since it was frozen; absent when nothing was. */
  readonly redacted?: readonly RedactedPart[]
  readonly features: readonly [PublishedTrail, ...PublishedHeritage[]]
}

export interface PublicationInput {
  readonly trail: TrailEntity
  readonly number: number
  /** Points of the trail, in any order; deleted ones are left out. */
  readonly heritage: readonly HeritageEntity[]
  /** How the trail was tested, as known on the day of publication. */
  readonly tested: TestRecord
  /** The gate as it stood. */
  readonly gate?: readonly GateItem[]
  /** Who publishes, for what does not name its own source. */
  readonly office: string
  readonly licence: Licence
  readonly photoHref: (sha256: string) => string
  /** The ground under the line by a terrain model, where there is one. */
  readonly terrainProfile?: ElevationProfile | null
}

/**
 * What a publication freezes: the trail with computed figures, and its heritage points in walking order.
 * No time, no author, no device. The same input gives the same file, member by member (promise P28).
 */
export function publicationFile(input: PublicationInput): PublicationFile {
  const { number, tested, office, licence, photoHref } = input
  const trail = publishTrail(
    input.trail,
    number,
    tested,
    licence,
    input.terrainProfile,
    publishedWaivers(input.gate ?? []),
  )
  const kept = input.heritage.filter(({ properties }) => properties.deleted === undefined)
  const passages = firstPassages(
    trail.geometry.coordinates,
    kept.map(({ geometry }) => geometry.coordinates),
  )
  const heritage = kept
    .map((point, i) => publishHeritage(point, office, licence, photoHref, passages[i]))
    .sort(inWalkingOrder)
  const places = heritage.map(({ geometry }) => geometry.coordinates)
  return {
    type: 'FeatureCollection',
    jalon: 'publication',
    number,
    bbox: bboxOf([...trail.geometry.coordinates, ...places])!,
    features: [trail, ...heritage],
  }
}

function inWalkingOrder(a: PublishedHeritage, b: PublishedHeritage): number {
  const along = (a.properties.alongM ?? 0) - (b.properties.alongM ?? 0)
  return along || (a.id < b.id ? -1 : 1)
}

/** The text of a GeoJSON document: one feature a line, so that versions can be compared by any tool. */
export function toGeoJsonText(collection: {
  readonly features: readonly object[]
  readonly [member: string]: unknown
}): string {
  const { features, ...members } = collection
  return [...geoJsonPieces(members, features)].join('')
}

/** The same text, piece by piece: a catalogue may be larger than what a text should be. */
export function* geoJsonPieces(
  members: Readonly<Record<string, unknown>>,
  features: Iterable<object>,
): Iterable<string> {
  const head = Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
  yield `{${[...head, '"features":['].join(',')}`
  let before = '\n'
  for (const feature of features) {
    yield before + JSON.stringify(feature)
    before = ',\n'
  }
  yield before === '\n' ? '\n\n]}\n' : '\n]}\n'
}
